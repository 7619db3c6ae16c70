use leptos::prelude::*;
use wire::{AgentState, Totals};

use super::agents_table::long_talk;
use super::{AgentGlyph, AgentTile};
use crate::i18n::words;
use crate::routes::wall::{AGENTS_A_PAGE, page_of};
use crate::state::live::use_live;
use crate::ui::{IntoPart, each, text};

/// The people on the wall, 21 at a time, each always in the same place.
#[component]
pub fn WallAgents(turn: Memo<usize>) -> impl IntoView {
    let live = use_live();
    let words = words();
    let agents = live.model.agents;
    let shown = Memo::new(move |_| agents.order.with(|order| page_of(order, AGENTS_A_PAGE, turn.get())));
    view! {
            <section class="tv-agents" aria-label=words.board.agents>
                <div class="head"><Counts/></div>
                <div class="rows">
                    {each(shown, move |id| {
    agents.get(&id).map(|agent| {
                            let agent = RwSignal::from(agent);
                            let level = Memo::new(move |_| agent.with(|agent| long_talk(live, agent)));
                            view! { <AgentTile agent now=live.polled.now level/> }
                        }).into_part()
    })}
                </div>
            </section>
        }
    .into_any()
}

type Count = (AgentState, fn(&Totals) -> u32);

const COUNTS: [Count; 5] = [
    (AgentState::Available, |totals| totals.available),
    (AgentState::OnCall, |totals| totals.on_call),
    (AgentState::WrapUp, |totals| totals.wrap_up),
    (AgentState::Paused, |totals| totals.paused),
    (AgentState::Unknown, |totals| totals.unknown),
];

/// "3 sẵn sàng · 17 đàm thoại": states that nobody is in are left out, but for the two that matter. Who rings is
/// seen on their tile, for a few seconds; the line has no room for a sixth.
#[component]
fn Counts() -> impl IntoView {
    let words = words();
    let model = use_live().model;
    let totals = model.totals;
    COUNTS
        .into_iter()
        .map(|(state, count)| {
            let count = Memo::new(move |_| totals.with(count));
            let always = matches!(state, AgentState::Available | AgentState::OnCall);
            let known = move || !model.agents.order.with(Vec::is_empty);
            move || {
                (count.get() > 0 || (always && known())).then(|| {
                    view! {
                        <span class="state">
                            <AgentGlyph state=state/>
                            <b class="num">{text(move || count.get().to_string())}</b>
                            <span>{(words.agent_count)(state)}</span>
                        </span>
                    }
                })
            }
        })
        .collect_view()
}
