use leptos::prelude::*;

use super::LiveAge;
use super::link_banner::{old_and_now, old_sentence};
use crate::format::{clock, date};
use crate::i18n::words;
use crate::state::live::use_live;
use crate::ui::{Icon, text};

/// The wall's first line: which board, how old, which day, what time. When the numbers are old, one bar says so
/// from the far end of the room instead.
#[component]
pub fn WallHead() -> impl IntoView {
    let live = use_live();
    let words = words();
    let model = live.model;
    let old = Memo::new(move |_| live.is_old());
    let time = move || clock(live.clock.now.get(), model.utc_offset_seconds.get());
    let day = Memo::new(move |_| date(live.clock.now.get(), model.utc_offset_seconds.get(), words));
    move || {
        if old.get() {
            view! {
                <div class="tv-lost">
                    <Icon name="cut"/>
                    <span>{text(move || old_sentence(live))}</span>
                    <span class="rest num">{text(move || old_and_now(live))}</span>
                </div>
            }
            .into_any()
        } else {
            view! {
                <header class="tv-head">
                    <a href="/" class="home" aria-label=words.page.lost_back>
                        <svg class="mark-logo" aria-hidden="true">
                            <use href="#i-logo"></use>
                        </svg>
                    </a>
                    <h1>{text(move || model.name.get())}</h1>
                    <div class="rest">
                        <LiveAge/>
                        <span>{text(move || day.get())}</span>
                        <time class="clock num">{time}</time>
                    </div>
                </header>
            }
            .into_any()
        }
    }
}
