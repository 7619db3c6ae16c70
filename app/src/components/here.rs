use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_query_map};
use leptos_router::params::ParamsMap;

/// This page's own address, and ways to change a part of it.
#[derive(Clone, Copy)]
pub struct Here(Memo<ParamsMap>);

/// A part of the address and what it shall be; `None` takes it away.
pub type Part<'a> = (&'static str, Option<&'a str>);

pub fn here() -> Here {
    Here(use_query_map())
}

impl Here {
    pub fn get(&self, name: &str) -> Option<String> {
        self.0.with(|query| query.get(name))
    }

    /// The same address but for these parts.
    pub fn but(&self, parts: &[Part<'_>]) -> String {
        let mut query = self.0.get();
        for (name, value) in parts {
            query.remove(name);
            if let Some(value) = value {
                query.insert(*name, (*value).to_owned());
            }
        }
        format!("/{}", query.to_query_string())
    }

    /// The parts of the address but for these, from `?` on.
    pub fn without(&self, names: &[&str]) -> String {
        let mut query = self.0.get();
        for name in names {
            query.remove(name);
        }
        query.to_query_string()
    }

    /// The parts of the address as they stand, from `?` on.
    pub fn search(&self) -> String {
        self.0.with(ParamsMap::to_query_string)
    }
}

/// Goes to an address of this page, which stays where it is scrolled to.
pub fn going() -> impl Fn(&str) + Clone + Send + Sync + 'static {
    let navigate = use_navigate();
    move |href: &str| {
        navigate(href, leptos_router::NavigateOptions { scroll: false, ..Default::default() });
    }
}
