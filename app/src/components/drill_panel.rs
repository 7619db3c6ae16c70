use leptos::ev::keydown;
use leptos::prelude::*;

use super::here::{going, here};
use super::{Fragment, no_scroll};
use crate::drawn::drawn;
use crate::i18n::words;
use crate::state::live::use_live;
use crate::ui::{Icon, part, text};

/// Milliseconds after which an open list is drawn again.
const AGAIN: i64 = 10_000;

/// The calls behind a number, on the right of the console: `?drill=` names the number. Escape closes it, and the
/// focus goes back to its tile.
#[component]
pub fn DrillPanel() -> impl IntoView {
    let words = words();
    let here = here();
    let open = Memo::new(move |_| here.get("drill"));
    let shut = move || here.but(&[("drill", None), ("window", None)]);
    let go = going();
    let escape = window_event_listener(keydown, move |event| {
        if event.key() == "Escape" && open.with_untracked(Option::is_some) {
            go(&untrack(shut));
        }
    });
    on_cleanup(move || escape.remove());
    Effect::new(move |before: Option<Option<String>>| {
        let now = open.get();
        match (before, &now) {
            (Some(before), Some(_)) if before != now => request_animation_frame(|| super::focus("drill")),
            (Some(Some(tile)), None) => {
                request_animation_frame(move || super::focus(&format!("tile-{tile}")));
            }
            _ => {}
        }
        now
    });
    let live = use_live();
    let url = Memo::new(move |_| fragment_url("drill", here.search(), live));
    let again = Memo::new(move |_| live.clock.now.get() / AGAIN);
    part(move || {
        open.with(Option::is_some).then(|| {
            view! {
                <aside class="drill" id="drill" tabindex="-1" aria-label=words.kpi.drill>
                    <Fragment class="drill-list" url drawn=drawn(|drawn| drawn.drill) again/>
                    <a
                        class="btn quiet small icon-only drill-shut"
                        href=text(shut)
                        aria-label=words.kpi.close
                        title=words.kpi.close
                        {..no_scroll()}
                    >
                        <Icon name="x"/>
                    </a>
                </aside>
            }
        })
    })
}

/// Where a fragment lies: asked for with the page's own address, and in a replay as of the moment it shows.
pub fn fragment_url(name: &str, search: String, live: crate::state::Live) -> String {
    let mut url = format!("/fragments/{name}{search}");
    if let Some(replay) = live.replay.get() {
        let pace = AGAIN * i64::from(replay.speed.max(1));
        let now = live.clock.now.get();
        let moment = if replay.speed == 0 { replay.at } else { now - now.rem_euclid(pace) };
        url.push_str(&format!("{}moment={moment}", if url.contains('?') { '&' } else { '?' }));
    }
    url
}
