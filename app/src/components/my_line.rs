use leptos::prelude::*;
use wire::AgentRow;

use super::AgentGlyph;
use super::call_cells::queue_name;
use crate::format::{duration, short_name};
use crate::i18n::words;
use crate::state::live::use_live;
use crate::ui::{part, text};

/// One's own name, status, extension and queues, as the board has them. Shown, never set: AntRing documents no way to
/// set an agent's status.
#[component]
pub fn MyLine(agent: String) -> impl IntoView {
    let model = use_live().model;
    part(move || {
        model.agents.order.track();
        model.agents.get(&agent).map(|agent| view! { <Line agent/> }.into_any())
    })
}

#[component]
fn Line(agent: ArcRwSignal<AgentRow>) -> impl IntoView {
    let live = use_live();
    let words = words();
    let agent = RwSignal::from(agent);
    let state = Memo::new(move |_| agent.with(|agent| agent.state));
    let time = move || {
        let since = agent.with(|agent| agent.since);
        since.map(|since| duration(live.polled.now.get() - since)).unwrap_or_default()
    };
    let doing = move || {
        let reason = agent.with(|agent| agent.reason.clone()).map(|reason| format!(" · {reason}"));
        format!("{}{}", (words.agent_state)(state.get()), reason.unwrap_or_default())
    };
    let extension = move || {
        let own = agent.with(|agent| agent.extensions.first().cloned());
        own.map(|own| format!("{} {own}", words.board.extension)).unwrap_or_default()
    };
    let queues = move || {
        live.model.version.track();
        let own = agent.with(|agent| agent.queues.clone());
        let waiting =
            |id: &String| live.model.queues.get(id).map_or(0, |queue| queue.with(|queue| queue.row.waiting));
        let name = match own.as_slice() {
            [] => return String::new(),
            [only] => queue_name(live, only).unwrap_or_default(),
            many => (words.board.several_queues)(many.len()),
        };
        (words.dial.queue_waiting)(&name, own.iter().map(waiting).sum())
    };
    view! {
        <p class="my-line">
            <b>{text(move || agent.with(|agent| short_name(&agent.name).to_owned()))}</b>
            <span class="state">
                <AgentGlyph state/>
                {text(doing)}
                <span class="num">{text(time)}</span>
            </span>
            <span>{text(extension)}</span>
            <span>{text(queues)}</span>
        </p>
    }
    .into_any()
}
