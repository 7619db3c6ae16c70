use leptos::prelude::*;
use wire::NoReplay;

use super::here::here;
use super::no_scroll;
use crate::format::clock_minutes;
use crate::i18n::{Words, words};
use crate::state::Live;
use crate::state::live::use_live;
use crate::ui::{Icon, part, text};

/// Across the whole page, as long as it shows what was: which moment, a link to it, and the way back to now.
#[component]
pub fn ReplayBanner() -> impl IntoView {
    let live = use_live();
    let words = words();
    let here = here();
    let copied = RwSignal::new(false);
    let to_now = move || here.but(&[("at", None), ("speed", None)]);
    // The moment itself, standing still: what is shared shall show what was seen.
    let moment = move || here.but(&[("at", Some(&live.standing_at().to_string())), ("speed", Some("0"))]);
    part(move || {
        live.past.get().then(|| {
            view! {
                <div class="banner replay">
                    <Icon name="back"/>
                    <span>{text(move || replay_sentence(live))}</span>
                    <span class="rest">
                        <a
                            class="btn small"
                            href=text(moment)
                            {..no_scroll()}
                            on:click=move |_| {
                                copy(&moment());
                                copied.set(true);
                            }
                        >
                            <Icon name="link"/>
                            {text(move || if copied.get() { words.replay.copied } else { words.replay.copy })}
                        </a>
                        <a class="btn small" href=text(to_now) {..no_scroll()}>
                            {words.replay.to_now}
                        </a>
                    </span>
                </div>
            }
        })
    })
}

/// "Xem lại 10:42 – không phải trực tiếp", or why that moment cannot be shown.
pub fn replay_sentence(live: Live) -> String {
    let words = words();
    let time = clock_minutes(live.clock.now.get(), live.model.utc_offset_seconds.get());
    match live.replay.get().and_then(|replay| replay.refused) {
        Some(why) => refusal(words, why, live.model.utc_offset_seconds.get()),
        None => (words.replay.not_live)(&time),
    }
}

pub fn refusal(words: &Words, why: NoReplay, utc_offset_seconds: i32) -> String {
    let clock = |at| clock_minutes(at, utc_offset_seconds);
    match why {
        NoReplay::BeforeRecording { from } => (words.replay.before_recording)(&clock(from)),
        NoReplay::Future { .. } => words.replay.future.to_owned(),
        NoReplay::NotRecorded { from, until } => (words.replay.not_recorded)(&clock(from), &clock(until)),
        NoReplay::OtherVersion => words.replay.other_version.to_owned(),
        NoReplay::NoRecord => words.replay.no_record.to_owned(),
        NoReplay::TooMany => words.replay.too_many.to_owned(),
    }
}

#[cfg(feature = "hydrate")]
fn copy(href: &str) {
    let origin = window().location().origin().unwrap_or_default();
    // Without a secure connection there is no clipboard; then the address bar has the link, since the page goes there.
    _ = window().navigator().clipboard().write_text(&format!("{origin}{href}"));
}

#[cfg(not(feature = "hydrate"))]
fn copy(_: &str) {}
