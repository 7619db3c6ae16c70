use leptos::prelude::*;

/// Every glyph and icon once, to be used by name. Ten states, ten silhouettes: the shape alone tells the state.
#[component]
pub fn Sprite() -> impl IntoView {
    view! { <svg class="sprite" aria-hidden="true" inner_html=SYMBOLS></svg> }.into_any()
}

const SYMBOLS: &str = include_str!("sprite.svg");
