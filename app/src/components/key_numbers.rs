use leptos::prelude::*;

use super::kpis::Reading;
use crate::i18n::words;
use crate::state::live::use_live;
use crate::state::{Age, UNHEARD};
use crate::ui::KpiTile;

/// The five headline numbers of a board.
#[component]
pub fn KeyNumbers(#[prop(optional)] wall: bool) -> impl IntoView {
    let live = use_live();
    let words = words();
    let model = live.model;
    let five = Memo::new(move |_| {
        let totals = model.totals.get();
        // Before the first agent there is nothing to count: no zeros.
        let empty = model.agents.order.with(Vec::is_empty);
        let age = |age: Memo<Age>| if empty { UNHEARD } else { age.get() };
        let oldest_queue = totals.oldest.as_ref().and_then(|(_, queue)| model.queues.get(queue));
        Reading {
            words,
            wall,
            totals: &totals,
            targets: &model.targets.get(),
            today: &model.today.get(),
            oldest_queue: oldest_queue.map(|queue| queue.with(|queue| queue.row.name.clone())),
            polled: age(live.polled.age),
            pushed: age(live.pushed.age),
            timer: live.polled.now.get(),
            now: live.clock.now.get(),
            utc_offset_seconds: model.utc_offset_seconds.get(),
        }
        .five()
    });
    let tiles = [0, 1, 2, 3, 4].map(|place| {
        let kpi = Memo::new(move |_| five.with(|five: &[_; 5]| five[place].clone()));
        view! { <KpiTile kpi/> }
    });
    view! {
        <section class="kpi-strip" aria-label=words.kpi.strip>
            {tiles.into_iter().collect_view()}
        </section>
    }
    .into_any()
}
