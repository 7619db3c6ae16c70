//! Every URL the pages have, on one page.

use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route};
use leptos_router::{SsrMode, path};

mod calls;
mod console;
mod dial;
mod not_found;
pub mod wall;

pub use calls::Calls;
pub use console::Console;
pub use dial::Dial;
pub use not_found::NotFound;
pub use wall::Wall;

/// `/` and `/wall` are drawn from the board in memory, at once; `/calls` waits for AntRing, so that it is
/// complete without scripts.
#[component]
pub fn Pages() -> impl IntoView {
    view! {
        <FlatRoutes fallback=|| view! { <NotFound/> }>
            <Route path=path!("/") view=|| view! { <Console/> }/>
            <Route path=path!("/wall") view=|| view! { <Wall/> }/>
            <Route path=path!("/calls") view=|| view! { <Calls/> } ssr=SsrMode::Async/>
            <Route path=path!("/dial") view=|| view! { <Dial/> }/>
        </FlatRoutes>
    }
    .into_any()
}
