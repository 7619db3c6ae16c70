use leptos::prelude::*;
use wire::{Drift, Gap};

use crate::format::clock_minutes;
use crate::i18n::{Words, words};
use crate::state::live::use_live;
use crate::ui::{flag, part, text};

/// So many gaps are told; older ones are in the past of a shift.
const SHOWN: usize = 3;

/// What of the board may be wrong: differences between events and polls, and times without events.
#[component]
pub fn TrustLines() -> impl IntoView {
    let words = words();
    let model = use_live().model;
    let unmatched = Memo::new(move |_| model.drift.get().unmatched > 0);
    view! {
        <ul class="trust" aria-label=words.trust.head>
            <li class="drift" data-unmatched=flag(move || unmatched.get().then_some(""))>
                {text(move || drift_words(words, model.drift.get()))}
            </li>
            {part(move || {
                let offset = model.utc_offset_seconds.get();
                let line = |gap: &Gap| view! { <li class="gap">{gap_words(words, gap, offset)}</li> };
                model.gaps.with(|gaps| gaps.iter().rev().take(SHOWN).map(line).collect_view().into_any())
            })}
        </ul>
    }
    .into_any()
}

/// "2 chưa khớp", or that all agrees; and how much was mended.
pub fn drift_words(words: &Words, drift: Drift) -> String {
    let now = match drift.unmatched {
        0 => words.trust.matched.to_owned(),
        count => (words.trust.unmatched)(count),
    };
    match drift.repaired {
        0 => now,
        count => format!("{now} · {}", (words.trust.repaired)(count)),
    }
}

fn gap_words(words: &Words, gap: &Gap, utc_offset_seconds: i32) -> String {
    let from = clock_minutes(gap.from, utc_offset_seconds);
    match gap.until {
        None => (words.trust.gap_since)(&from),
        Some(until) => (words.trust.gap)(&from, &clock_minutes(until, utc_offset_seconds), gap.filled),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{EN, VI};

    #[test]
    fn a_board_that_agrees_says_so_and_one_that_does_not_says_how_much() {
        let drift = |unmatched, repaired| Drift { unmatched, repaired };
        assert_eq!(drift_words(&VI, drift(0, 0)), "Sự kiện và số liệu khớp nhau");
        assert_eq!(drift_words(&VI, drift(2, 14)), "2 chưa khớp · đã tự sửa 14");
        assert_eq!(drift_words(&EN, drift(2, 0)), "2 unmatched");
    }

    #[test]
    fn a_gap_is_told_with_its_times_and_whether_it_was_filled() {
        let offset = 7 * 3600;
        let at = |hour: i64, minute: i64| ((hour - 7) * 60 + minute) * 60_000;
        let gap = Gap { from: at(14, 2), until: Some(at(14, 5)), filled: false };
        assert_eq!(gap_words(&VI, &gap, offset), "Khoảng trống 14:02–14:05");
        let filled = Gap { filled: true, ..gap };
        assert_eq!(gap_words(&EN, &filled, offset), "Gap 14:02–14:05, filled from the history");
        assert_eq!(gap_words(&EN, &Gap { until: None, ..gap }, offset), "No events since 14:02");
    }
}
