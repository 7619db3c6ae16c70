use leptos::prelude::*;
use wire::{Millis, Targets};

use super::queue_levels;
use crate::format::duration;
use crate::state::QueueView;
use crate::ui::{Level, LevelGlyph, Marked, flag, text};

/// One queue on the wall: name, waiting, longest, service level, free.
#[component]
pub fn QueueLine(
    #[prop(into)] queue: Signal<QueueView>,
    #[prop(into)] targets: Signal<Targets>,
    #[prop(into)] now: Signal<Millis>,
    /// Old numbers are not judged.
    #[prop(into)]
    trusted: Signal<bool>,
) -> impl IntoView {
    let judged = move |judge: fn(&QueueView, &Targets, Millis) -> Level| {
        Memo::new(move |_| match trusted.get() {
            true => queue.with(|queue| targets.with(|targets| judge(queue, targets, now.get()))),
            false => Level::Normal,
        })
    };
    let worst = judged(queue_levels::worst);
    let wait_level = judged(queue_levels::wait);
    let free_level = judged(|queue, _, _| queue_levels::free(queue));
    let longest = Memo::new(move |_| {
        let oldest = queue.with(|queue| queue.row.oldest);
        oldest.map_or_else(|| "–".to_owned(), |oldest| duration(now.get() - oldest))
    });
    let free = Memo::new(move |_| queue.with(|queue| queue.free.to_string()));
    let id = queue.with_untracked(|queue| queue.row.id.clone());
    view! {
        <div class="queue" data-queue=id data-state=flag(move || worst.get().name())>
            <span class="queue-glyph"><LevelGlyph level=worst/></span>
            <span class="queue-name">{text(move || queue.with(|queue| queue.row.name.clone()))}</span>
            <span class="n num" data-zero=flag(move || queue.with(|queue| queue.row.waiting == 0).then_some(""))>
                {text(move || queue.with(|queue| queue.row.waiting.to_string()))}
            </span>
            <span class="n num" data-zero=flag(move || queue.with(|queue| queue.row.oldest.is_none()).then_some(""))>
                <Marked text=longest level=wait_level/>
            </span>
            <span class="n num" data-zero=flag(move || queue.with(|queue| queue.row.service.of == 0).then_some(""))>
                {text(move || queue.with(|queue| queue_levels::share(queue.row.service, "")))}
            </span>
            <span class="n num"><Marked text=free level=free_level/></span>
        </div>
    }
    .into_any()
}
