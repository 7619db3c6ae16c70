//! The pages: what a supervisor, a television and an agent see.
//!
//! The server renders them first ([`shell`], feature `ssr`); the browser takes the same HTML over (feature
//! `hydrate`) and keeps it alive through one websocket.
//!
//! * [`routes`]: one page a file, and the table of URLs.
//! * [`components`]: know calls and agents; properties in, HTML out.
//! * [`ui`]: know numbers and boxes.
//! * [`state`]: the one copy of the board, the line to the server, the clock.
//! * `fragments` and `rooms`: what only the server draws; nothing of them is in the browser's program.
//! * [`i18n`] and [`format`](mod@format): words and figures.

// A page is one nested type; the compiler must follow it all the way down.
#![recursion_limit = "512"]

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::components::Router;

#[cfg(feature = "ssr")]
pub mod calls;
pub mod components;
#[cfg(feature = "ssr")]
pub mod dial;
pub mod drawn;
pub mod explained;
pub mod format;
#[cfg(feature = "ssr")]
pub mod fragments;
pub mod i18n;
#[cfg(feature = "ssr")]
pub mod lost;
pub mod own_call;
#[cfg(feature = "ssr")]
mod player;
#[cfg(feature = "ssr")]
pub mod rooms;
pub mod routes;
#[cfg(feature = "ssr")]
pub mod scripts;
#[cfg(feature = "ssr")]
mod shell;
pub mod state;
pub mod ui;
mod visit;

#[cfg(feature = "ssr")]
pub use calls::{CallResult, CallsPage, CallsProblem, CallsQuery, PastCall};
#[cfg(feature = "ssr")]
pub use shell::shell;
pub use visit::{Lang, Replay, Surface, Theme, Visit};

use state::Live;

/// The whole application. On the server it finds a [`Visit`] in its context; without one (as when the routes are
/// listed) it renders an empty board.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let visit = SharedValue::new(first_visit).into_inner();
    provide_context(visit.lang);
    provide_context(visit.theme);
    provide_context(Me { name: visit.me.clone(), agent: visit.agent.clone(), only_dials: visit.only_dials });
    let live = Live::at_birth(&visit);
    provide_context(live);
    view! {
        <Router>
            <components::LiveLine/>
            <routes::Pages/>
        </Router>
    }
    .into_any()
}

/// Who is signed in, as [`Visit`] has it.
#[derive(Clone, Default)]
pub(crate) struct Me {
    pub name: Option<String>,
    pub agent: Option<String>,
    pub only_dials: bool,
}

/// In the browser this runs only when the server's value could not be read; the page still knows its language.
fn first_visit() -> Visit {
    #[cfg(feature = "hydrate")]
    {
        let root = document().document_element();
        let attribute = |name| root.as_ref().and_then(|root| root.get_attribute(name));
        Visit {
            lang: attribute("lang").and_then(|code| Lang::from_code(&code)).unwrap_or_default(),
            theme: attribute("data-theme").and_then(|name| Theme::from_name(&name)).unwrap_or_default(),
            now: state::socket::local_now(),
            ..Visit::default()
        }
    }
    #[cfg(not(feature = "hydrate"))]
    use_context::<Visit>().unwrap_or_default()
}
