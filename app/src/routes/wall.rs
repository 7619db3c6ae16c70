//! `/wall`: a television, read from across the room. No phone number is ever on it.

use crate::ui::flag;
use leptos::prelude::*;
use leptos_meta::Title;
use wire::Millis;

use crate::components::{KeyNumbers, WallAgents, WallFoot, WallHead, WallQueues};
use crate::i18n::words;
use crate::state::live::use_live;

/// What can be read at 5 m on 55″ (`ux.md` §5.1); what is more goes to another page.
pub const QUEUES_A_PAGE: usize = 5;
pub const AGENTS_A_PAGE: usize = 21;
/// How long a page is shown.
const TURN: Millis = 12_000;

#[component]
pub fn Wall() -> impl IntoView {
    let live = use_live();
    let words = words();
    let model = live.model;
    let old = Memo::new(move |_| live.is_old());
    let pages = Memo::new(move |_| {
        let of = |rows: usize, a_page: usize| rows.div_ceil(a_page).max(1);
        of(model.queues.order.with(Vec::len), QUEUES_A_PAGE)
            .max(of(model.agents.order.with(Vec::len), AGENTS_A_PAGE))
    });
    // By the server's time, so that all screens of a room turn together.
    let turn = Memo::new(move |_| usize::try_from(live.clock.now.get().max(0) / TURN).unwrap_or_default());
    let page = Memo::new(move |_| turn.get() % pages.get());
    view! {
        <Title text=format!("{} · Callboard", model.name.get_untracked())/>
        <main class="tv" data-age=flag(move || old.get().then_some("stale"))>
            <WallHead/>
            <h2 class="sr">{words.kpi.strip}</h2>
            <KeyNumbers wall=true/>
            <div class="tv-mid">
                <WallQueues turn=page/>
                <WallAgents turn=page/>
            </div>
            <WallFoot page pages/>
        </main>
    }
    .into_any()
}

/// The rows of one page; a short list begins again while a longer one goes on.
pub fn page_of(order: &[String], a_page: usize, turn: usize) -> Vec<String> {
    let pages = order.len().div_ceil(a_page).max(1);
    order.iter().skip((turn % pages) * a_page).take(a_page).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wall_turns_pages_and_a_short_list_begins_again() {
        let order: Vec<String> = (0..12).map(|number| number.to_string()).collect();
        assert_eq!(page_of(&order, 5, 0), ["0", "1", "2", "3", "4"]);
        assert_eq!(page_of(&order, 5, 2), ["10", "11"]);
        assert_eq!(page_of(&order, 5, 3), ["0", "1", "2", "3", "4"]);
        assert!(page_of(&[], 5, 7).is_empty());
    }
}
