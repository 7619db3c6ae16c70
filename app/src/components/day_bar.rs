use leptos::ev::{Event, KeyboardEvent, MouseEvent};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlInputElement};

use super::Fragment;
use super::drill_panel::fragment_url;
use super::here::{going, here};
use crate::drawn::drawn;
use crate::format::clock;
use crate::i18n::words;
use crate::state::live::use_live;

const MINUTE: i64 = 60_000;
/// Page keys move by as much.
const QUARTER: i64 = 15 * MINUTE;
/// How far back the button goes that begins a replay.
const A_WHILE: i64 = 5 * MINUTE;

/// The day under the console: drag to a moment, and the whole board shows it. The server draws the bar
/// (`fragments::timeline`); here is what its handle and its buttons do.
#[component]
pub fn DayBar() -> impl IntoView {
    let live = use_live();
    let here = here();
    let url = Memo::new(move |_| fragment_url("timeline", here.search(), live));
    let again = Memo::new(move |_| live.clock.now.get() / MINUTE);
    let go = going();
    let show = move |at: i64, speed: u32| {
        let (at, speed) = (reachable(at).to_string(), speed.to_string());
        go(&untrack(|| here.but(&[("at", Some(&at)), ("speed", Some(&speed))])));
    };
    let speed = move || live.replay.get_untracked().map_or(0, |replay| replay.speed);
    let (dropped, stepped) = (show.clone(), show.clone());
    Effect::new(move |_| tell(live.clock.now.get(), live.model.utc_offset_seconds.get(), true));
    view! {
        <footer
            class="day"
            aria-label=words().replay.head
            on:input=move |event| {
                if let Some(at) = moment_of(&event) {
                    tell(at, live.model.utc_offset_seconds.get_untracked(), false);
                }
            }
            on:change=move |event| {
                if let Some(at) = moment_of(&event) {
                    dropped(at, speed());
                }
            }
            on:keydown=move |event: KeyboardEvent| {
                let step = match event.key().as_str() {
                    "PageUp" => QUARTER,
                    "PageDown" => -QUARTER,
                    _ => return,
                };
                event.prevent_default();
                stepped(live.standing_at() + step, speed());
            }
            on:click=move |event: MouseEvent| match pressed(&event).as_deref() {
                None => {}
                Some("begin") => show(live.standing_at() - A_WHILE, 1),
                Some(speed) => show(live.standing_at(), speed.parse().unwrap_or(1)),
            }
        >
            <Fragment class="day-drawn" url drawn=drawn(|drawn| drawn.timeline) again/>
        </footer>
    }
    .into_any()
}

/// The moment under the handle.
fn moment_of(event: &Event) -> Option<i64> {
    let handle = event.target()?.dyn_into::<HtmlInputElement>().ok()?;
    handle.value().parse().ok()
}

/// What a button of the bar is for.
fn pressed(event: &MouseEvent) -> Option<String> {
    let button = event.target()?.dyn_into::<Element>().ok()?.closest("[data-go]").ok()??;
    button.get_attribute("data-go")
}

fn by_id(id: &str) -> Option<Element> {
    document().get_element_by_id(id)
}

/// Not before what is recorded, and not after now.
fn reachable(at: i64) -> i64 {
    let end = |name| by_id("moment")?.get_attribute(name)?.parse::<i64>().ok();
    at.min(end("data-until").unwrap_or(at)).max(end("data-from").unwrap_or(at))
}

/// The bar tells this moment. Its handle stays under a hand that holds it.
fn tell(at: i64, utc_offset_seconds: i32, move_handle: bool) {
    let Some(handle) = by_id("moment") else { return };
    let held = matches!(handle.matches(":active"), Ok(true));
    if move_handle && held {
        return;
    }
    let time = clock(at, utc_offset_seconds);
    _ = handle.set_attribute("aria-valuetext", &time);
    if let Some(told) = by_id("moment-told") {
        told.set_text_content(Some(&time));
    }
    if move_handle {
        handle.unchecked_into::<HtmlInputElement>().set_value(&at.to_string());
    }
}
