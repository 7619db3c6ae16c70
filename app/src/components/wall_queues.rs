use leptos::prelude::*;

use super::QueueLine;
use crate::i18n::words;
use crate::routes::wall::{QUEUES_A_PAGE, page_of};
use crate::state::live::use_live;
use crate::ui::{IntoPart, each, part};

/// The queues on the wall, five at a time.
#[component]
pub fn WallQueues(turn: Memo<usize>) -> impl IntoView {
    let live = use_live();
    let words = words();
    let queues = live.model.queues;
    let shown = Memo::new(move |_| queues.order.with(|order| page_of(order, QUEUES_A_PAGE, turn.get())));
    let trusted = Memo::new(move |_| live.polled.age.get().runs());
    let none = move || match live.polled.age.get().heard {
        Some(_) => words.board.no_queues,
        None => words.link.no_data,
    };
    view! {
        <section class="tv-queues" aria-label=words.board.queues>
            <div class="queue head">
                <span></span>
                <span>{words.board.queue}</span>
                <span class="n">{words.board.waiting_short}</span>
                <span class="n">{words.board.longest}</span>
                <span class="n">{words.board.service_short}</span>
                <span class="n">{words.board.free}</span>
            </div>
            <div class="rows">
                {each(shown, move |id| {
queues.get(&id).map(|queue| {
                        view! { <QueueLine queue targets=live.model.targets now=live.polled.now trusted/> }
                    }).into_part()
})}
                {part(move || queues.order.with(Vec::is_empty).then(|| view! { <p class="tv-none">{none()}</p> }))}
            </div>
        </section>
    }
    .into_any()
}
