//! The pages.
use leptos::prelude::*;

#[component]
pub fn App() -> impl IntoView {
    view! { <p>"Callboard"</p> }
}
