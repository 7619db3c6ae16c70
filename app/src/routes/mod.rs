//! Every URL the pages have, on one page.

use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route};
use leptos_router::path;

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

#[component]
pub fn Pages() -> impl IntoView {
    view! {
        <FlatRoutes fallback=|| view! { <NotFound/> }>
            <Route path=path!("/") view=|| view! { <Console/> }/>
            <Route path=path!("/wall") view=|| view! { <Wall/> }/>
            <Route path=path!("/calls") view=|| view! { <Calls/> }/>
            <Route path=path!("/dial") view=|| view! { <Dial/> }/>
        </FlatRoutes>
    }
    .into_any()
}
