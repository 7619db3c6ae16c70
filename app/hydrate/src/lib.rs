//! What the browser runs first: it takes over the HTML that the server rendered.

use wasm_bindgen::prelude::wasm_bindgen;

mod fall;

#[wasm_bindgen]
pub fn hydrate() {
    fall::prepare();
    leptos::mount::hydrate_body(app::App);
}
