//! When the page's program falls over, a wall must not hang there frozen: it says what happened, keeps its last
//! picture, and loads itself anew.

use std::panic;

use js_sys::{Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Storage, console};

/// The last picture stays for this long.
const PAUSE_MILLIS: i32 = 5_000;
/// More reloads than this within [`WINDOW_MILLIS`] would help nobody.
const RELOADS: usize = 3;
const WINDOW_MILLIS: i64 = 600_000;
const KEY: &str = "callboard-falls";

pub fn prepare() {
    panic::set_hook(Box::new(|what| {
        console::error_1(&JsValue::from_str(&format!("callboard: the page fell over: {what}")));
        mark_page();
        if may_reload() {
            _ = reload_later();
        }
    }));
}

/// The picture looks as old as it now is.
fn mark_page() {
    let root =
        web_sys::window().and_then(|window| window.document()).and_then(|page| page.document_element());
    if let Some(root) = root {
        _ = root.set_attribute("data-link", "lost");
        _ = root.set_attribute("data-fallen", "");
    }
}

/// Counts this fall among those of the last ten minutes, in the tab's own storage.
fn may_reload() -> bool {
    let Some(storage) = storage() else { return true };
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 are whole and fit")]
    let now = js_sys::Date::now() as i64;
    let kept = storage.get_item(KEY).ok().flatten().unwrap_or_default();
    let mut falls: Vec<i64> = kept
        .split(' ')
        .filter_map(|time| time.parse().ok())
        .filter(|time: &i64| (now - time).abs() < WINDOW_MILLIS)
        .collect();
    let may = falls.len() < RELOADS;
    if may {
        falls.push(now);
    }
    let times: Vec<String> = falls.iter().map(i64::to_string).collect();
    _ = storage.set_item(KEY, &times.join(" "));
    may
}

fn storage() -> Option<Storage> {
    web_sys::window()?.session_storage().ok().flatten()
}

/// By the browser's own `location.reload`: nothing of ours can be called any more.
fn reload_later() -> Option<()> {
    let window = web_sys::window()?;
    let location = window.location();
    let reload: Function = Reflect::get(&location, &JsValue::from_str("reload")).ok()?.dyn_into().ok()?;
    let reload = reload.bind0(&location);
    window.set_timeout_with_callback_and_timeout_and_arguments_0(&reload, PAUSE_MILLIS).ok()?;
    Some(())
}
