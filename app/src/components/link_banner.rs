use leptos::prelude::*;
use wire::Freshness;

use crate::format::{age, clock_minutes};
use crate::i18n::words;
use crate::state::Live;
use crate::state::live::{Link, use_live};
use crate::ui::{Icon, text};

/// Across the whole page: these numbers are not of now.
#[component]
pub fn LinkBanner() -> impl IntoView {
    let live = use_live();
    move || {
        is_old_without_first_run(live).then(|| {
            view! {
                <div class="banner">
                    <Icon name="cut"/>
                    <span>{text(move || old_sentence(live))}</span>
                    <span class="rest">{text(move || reconnecting(live))}</span>
                </div>
            }
        })
    }
}

/// Before anything was heard there is nothing to be old: the first-run page says more.
fn is_old_without_first_run(live: Live) -> bool {
    live.is_old()
        && !(live.link.get() != Link::Lost
            && live.polled.freshness.get() == Freshness::Unknown
            && live.model.agents.order.with(Vec::is_empty))
}

/// "Mất kết nối – số liệu lúc 14:29".
pub fn old_sentence(live: Live) -> String {
    let words = words();
    let link = live.link.get();
    if link == Link::Refused {
        return words.link.stopped.to_owned();
    }
    let offset = live.model.utc_offset_seconds.get();
    let heard = live.polled.age.get().heard.or(live.model.last_frame.get().filter(|_| link == Link::Lost));
    match (link, heard) {
        (Link::Lost, Some(heard)) => (words.link.lost_since)(&clock_minutes(heard, offset)),
        (Link::Lost, None) => words.link.lost.to_owned(),
        (_, Some(heard)) => (words.link.silent_since)(&clock_minutes(heard, offset)),
        (_, None) => words.link.never_heard.to_owned(),
    }
}

/// "cũ 3 phút · bây giờ 14:32".
pub fn old_and_now(live: Live) -> String {
    let words = words();
    let now = live.clock.now.get();
    let time = clock_minutes(now, live.model.utc_offset_seconds.get());
    match live.polled.age.get().heard {
        Some(heard) => (words.link.old_now)(&age(now - heard, words), &time),
        None => time,
    }
}

pub fn reconnecting(live: Live) -> &'static str {
    if live.link.get() == Link::Lost { words().link.reconnecting } else { "" }
}
