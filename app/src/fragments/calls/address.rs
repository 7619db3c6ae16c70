use serde::{Deserialize, Serialize};

use crate::format::percent_encoded;

/// The whole URL of `/calls`: what its fragments are asked with, and what their links go on from. Everything is text
/// as it stands there; what says nothing is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CallsAddress {
    /// From 1.
    pub page: Option<String>,
    /// The call that is open, by its id.
    pub call: Option<String>,
}

impl CallsAddress {
    pub fn page(&self) -> u32 {
        self.page.as_ref().and_then(|page| page.parse().ok()).unwrap_or(1).max(1)
    }

    /// The same page but for one thing.
    pub fn but(&self, change: impl FnOnce(&mut Self)) -> String {
        let mut address = self.clone();
        change(&mut address);
        address.href()
    }

    pub fn href(&self) -> String {
        let pairs: Vec<String> = self
            .parts()
            .into_iter()
            .filter_map(|(name, value)| {
                let value = value.filter(|value| !value.is_empty())?;
                Some(format!("{name}={}", percent_encoded(value, ":@")))
            })
            .collect();
        if pairs.is_empty() { "/calls".to_owned() } else { format!("/calls?{}", pairs.join("&")) }
    }

    fn parts(&self) -> [(&'static str, Option<&str>); 2] {
        [("page", self.page.as_deref()), ("call", self.call.as_deref())]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_changes_one_thing_alone_and_what_says_nothing_is_left_out() {
        let address = CallsAddress { page: Some("3".into()), call: Some(String::new()) };
        assert_eq!(address.href(), "/calls?page=3");
        assert_eq!(address.but(|it| it.call = Some("a/b@c".into())), "/calls?page=3&call=a%2Fb@c");
        assert_eq!(CallsAddress::default().href(), "/calls");
    }
}
