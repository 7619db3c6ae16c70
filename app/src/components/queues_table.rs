use leptos::prelude::*;

use super::queue_levels;
use crate::format::{duration, integer};
use crate::i18n::words;
use crate::state::QueueView;
use crate::state::live::use_live;
use crate::ui::{IntoPart, LevelGlyph, Marked, each, flag, part, text};

/// Every queue: who waits, how long, how well it is served, who is free.
#[component]
pub fn QueuesTable(at: Memo<Option<String>>) -> impl IntoView {
    let words = words();
    let queues = use_live().model.queues;
    view! {
        <table class="table queues">
            <caption class="sr">{words.board.queues}</caption>
            <thead>
                <tr>
                    <th scope="col">{words.board.name}</th>
                    <th scope="col" class="n">{words.board.waiting}</th>
                    <th scope="col" class="n">{words.board.ringing}</th>
                    <th scope="col" class="n">{words.board.longest}</th>
                    <th scope="col" class="n">{words.board.service}</th>
                    <th scope="col" class="n">{words.board.free}</th>
                    <th scope="col" class="n wide-only">{words.board.abandoned}</th>
                </tr>
            </thead>
            <tbody>
                {each(queues.order, move |id| queues.get(&id).map(|queue| view! { <Row queue at/> }).into_part())}
            </tbody>
        </table>
        {part(move || {
            queues.order.with(Vec::is_empty).then(|| view! { <p class="none-yet">{words.board.no_queues}</p> })
        })}
    }
    .into_any()
}

#[component]
fn Row(queue: ArcRwSignal<QueueView>, at: Memo<Option<String>>) -> impl IntoView {
    let live = use_live();
    let words = words();
    let queue = RwSignal::from(queue);
    let id = queue.with_untracked(|queue| queue.row.id.clone());
    let now = live.polled.now;
    let targets = live.model.targets;
    let judged = move |judge: fn(&QueueView, &wire::Targets, i64) -> crate::ui::Level| {
        Memo::new(move |_| {
            if !live.polled.age.get().runs() {
                return crate::ui::Level::Normal;
            }
            queue.with(|queue| targets.with(|targets| judge(queue, targets, now.get())))
        })
    };
    let wait_level = judged(queue_levels::wait);
    let free_level = judged(|queue, _, _| queue_levels::free(queue));
    let worst = judged(queue_levels::worst);
    let count = move |part: fn(&QueueView) -> u32| move || queue.with(|queue| integer(part(queue), words));
    let zero =
        move |part: fn(&QueueView) -> u32| flag(move || queue.with(|queue| part(queue) == 0).then_some(""));
    let longest = Memo::new(move |_| {
        let oldest = queue.with(|queue| queue.row.oldest);
        oldest.map_or_else(|| "–".to_owned(), |oldest| duration(now.get() - oldest))
    });
    let from_start = move || queue.with(|queue| queue.row.oldest_from_call_start);
    let free = Signal::derive(count(|queue| queue.free));
    let chosen = {
        let id = id.clone();
        move || at.with(|at| at.as_deref() == Some(&id)).then_some("true")
    };
    view! {
        <tr data-queue=id data-state=flag(move || worst.get().name()) aria-current=chosen>
            <th scope="row" class="name">
                <span class="queue-cell">
                    <LevelGlyph level=worst/>
                    <span>{text(move || queue.with(|queue| queue.row.name.clone()))}</span>
                </span>
            </th>
            <td class="n num" data-none=zero(|queue| queue.row.waiting)>{count(|queue| queue.row.waiting)}</td>
            <td class="n num" data-none=zero(|queue| queue.row.ringing)>{count(|queue| queue.row.ringing)}</td>
            <td
                class="n num"
                data-none=flag(move || queue.with(|queue| queue.row.oldest.is_none()).then_some(""))
                title=flag(move || from_start().then_some(words.board.from_call_start))
            >
                <Marked text=longest level=wait_level/>
            </td>
            <td class="n num share">
                {text(move || queue.with(|queue| queue_levels::share(queue.row.service, " %")))}
                <small>{text(move || queue.with(|queue| fraction(queue.row.service)))}</small>
            </td>
            <td class="n num"><Marked text=free level=free_level/></td>
            <td class="n num wide-only" data-none=zero(|queue| queue.row.abandoned.part)>
                {text(move || queue.with(|queue| fraction_or_dash(queue.row.abandoned)))}
            </td>
        </tr>
    }
    .into_any()
}

/// The fraction beside a percentage; where the fraction is the value itself, nothing.
fn fraction(share: wire::Share) -> String {
    if share.of < super::kpis::SMALL_SAMPLE { String::new() } else { format!("{}/{}", share.part, share.of) }
}

fn fraction_or_dash(share: wire::Share) -> String {
    if share.of == 0 { "–".to_owned() } else { format!("{}/{}", share.part, share.of) }
}
