//! What the browser runs first: it takes over the HTML that the server rendered.

// A page is one nested type; the compiler must follow it all the way down.
#![recursion_limit = "512"]

use wasm_bindgen::prelude::wasm_bindgen;

mod fall;

#[wasm_bindgen]
pub fn hydrate() {
    fall::prepare();
    leptos::mount::hydrate_body(app::App);
}
