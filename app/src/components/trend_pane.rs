use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::Fragment;
use super::drill_panel::fragment_url;
use super::here::here;
use crate::drawn::drawn;
use crate::state::live::use_live;

/// Milliseconds after which the day is drawn again.
const AGAIN: i64 = 60_000;

/// The day so far, under the lists. Arrow keys go from quarter to quarter of an hour.
#[component]
pub fn TrendPane() -> impl IntoView {
    let live = use_live();
    let here = here();
    let url = Memo::new(move |_| fragment_url("trend", here.search(), live));
    let again = Memo::new(move |_| live.clock.now.get() / AGAIN);
    let walk = |event: KeyboardEvent| {
        let forth = match event.key().as_str() {
            "ArrowRight" => true,
            "ArrowLeft" => false,
            _ => return,
        };
        if let Some(slot) = document().active_element().filter(|it| it.id().starts_with("slot-"))
            && let Some(next) =
                if forth { slot.next_element_sibling() } else { slot.previous_element_sibling() }
        {
            event.prevent_default();
            super::focus(&next.id());
        }
    };
    view! {
        <section class="trend" on:keydown=walk>
            <Fragment class="trend-drawn" url drawn=drawn(|drawn| drawn.trend) again/>
        </section>
    }
    .into_any()
}
