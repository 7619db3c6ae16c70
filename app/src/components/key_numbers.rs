use leptos::prelude::*;

use super::Fragment;
use super::here::here;
use super::kpis::Reading;
use crate::drawn::drawn;
use crate::i18n::words;
use crate::state::live::use_live;
use crate::state::{Age, UNHEARD};
use crate::ui::{Kpi, KpiTile, Opener};

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
            figures: &model.figures.get(),
            oldest_queue: oldest_queue.map(|queue| queue.with(|queue| queue.row.name.clone())),
            polled: age(live.polled.age),
            pushed: age(live.pushed.age),
            timer: live.polled.now.get(),
            now: live.clock.now.get(),
            utc_offset_seconds: model.utc_offset_seconds.get(),
        }
        .five()
    });
    let here = (!wall).then(here);
    let tiles = [0, 1, 2, 3, 4].map(|place| {
        let kpi = Memo::new(move |_| five.with(|five: &[Kpi; 5]| five[place].clone()));
        let id = kpi.with_untracked(|kpi| kpi.id);
        let opener = here.map(|here| {
            let open = Memo::new(move |_| here.get("drill").as_deref() == Some(id));
            let drill = move || (!open.get()).then_some(id);
            Opener {
                href: Memo::new(move |_| here.but(&[("drill", drill()), ("window", None), ("row", None)])),
                open,
            }
        });
        view! { <KpiTile kpi opener/> }
    });
    view! {
        <section class="kpi-strip" aria-label=words.kpi.strip>
            {tiles.into_iter().collect_view()}
            {(!wall)
                .then(|| {
                    let url = Signal::stored("/fragments/definitions".to_owned());
                    view! {
                        <Fragment class="definitions" url drawn=drawn(|drawn| drawn.definitions) again=Signal::stored(0)/>
                    }
                })}
        </section>
    }
    .into_any()
}
