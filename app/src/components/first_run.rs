use leptos::prelude::*;
use wire::Freshness;

use crate::i18n::words;
use crate::state::live::use_live;
use crate::ui::{Icon, flag, part, text};

/// The board before it has agents: what is done, what comes next, and no zeros.
#[component]
pub fn FirstRun() -> impl IntoView {
    let live = use_live();
    let words = words();
    let reached = Memo::new(move |_| live.polled.freshness.get() <= Freshness::Late);
    let queues = move || live.model.queues.order.with(Vec::len);
    view! {
        <div class="steps">
            <h1>{words.first_run.head}</h1>
            <p>{text(move || if reached.get() { words.first_run.lead } else { words.first_run.lead_down })}</p>
            <ol>
                <li data-done=flag(move || reached.get().then_some(""))>
                    <span class="no num">
                        {part(move || if reached.get() { view! { <Icon name="check"/> }.into_any() } else { "1".into_any() })}
                    </span>
                    <div>
                        <h2>{words.first_run.connect}</h2>
                        <p>
                            {text(move || match reached.get() {
                                true => (words.first_run.connect_done)(queues()),
                                false => words.first_run.connect_why.to_owned(),
                            })}
                        </p>
                    </div>
                </li>
                <li>
                    <span class="no num">"2"</span>
                    <div>
                        <h2>{words.first_run.agents}</h2>
                        <p>{words.first_run.agents_why}</p>
                    </div>
                </li>
                <li>
                    <span class="no num">"3"</span>
                    <div>
                        <h2>{words.first_run.wall}</h2>
                        <p>{words.first_run.wall_why}</p>
                    </div>
                    <a class="btn" href="/wall">
                        <Icon name="tv"/>
                        {words.first_run.wall_open}
                    </a>
                </li>
            </ol>
        </div>
    }
    .into_any()
}
