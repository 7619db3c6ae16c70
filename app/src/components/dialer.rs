use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::dialing::{Dialing, place, sentence};
use crate::dial::DialProblem;
use crate::format::dialable;
use crate::i18n::words;
use crate::state::live::use_live;
use crate::ui::{Icon, flag, part, text};

/// A number and a button. Whatever goes wrong is said below the number.
#[component]
pub fn Dialer(dialing: RwSignal<Dialing>, #[prop(into)] first: String) -> impl IntoView {
    let words = words();
    let live = use_live();
    let number = RwSignal::new(first.clone());
    let guarded = RwSignal::new(false);
    let busy = Memo::new(move |_| dialing.with(|dialing| *dialing == Dialing::Sending));
    let problem = Memo::new(move |_| match dialing.get() {
        Dialing::Refused(problem) => Some(problem),
        _ => None,
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if guarded.get_untracked() || busy.get_untracked() {
            return;
        }
        match dialable(&number.get_untracked()) {
            None => dialing.set(Dialing::Refused(DialProblem::BadNumber)),
            Some(number) => place(live, number, dialing, guarded),
        }
    };
    view! {
        <form class="dialer" action="/dial" method="get" on:submit=submit>
            <div class="field">
                <label for="number">{words.dial.label}</label>
                <div class="go">
                    <input
                        id="number"
                        name="number"
                        class="input num"
                        r#type="tel"
                        inputmode="tel"
                        autocomplete="off"
                        spellcheck="false"
                        placeholder=words.dial.placeholder
                        value=first
                        prop:value=move || number.get()
                        on:input=move |event| {
                            number.set(event_target_value(&event));
                            if problem.get_untracked().is_some() {
                                dialing.set(Dialing::Idle);
                            }
                        }
                        aria-invalid=flag(move || problem.get().is_some().then_some("true"))
                        aria-describedby="dial-says"
                    />
                    <button
                        class="btn primary"
                        r#type="submit"
                        disabled=move || busy.get() || guarded.get()
                        aria-busy=flag(move || busy.get().then_some("true"))
                    >
                        {part(move || match busy.get() {
                            true => view! { <span class="spinner"></span>{words.dial.calling} }.into_any(),
                            false => view! { <Icon name="phone"/>{words.dial.call} }.into_any(),
                        })}
                    </button>
                </div>
                <p id="dial-says" class=move || if problem.get().is_some() { "error" } else { "hint" } role="status">
                    {part(move || problem.get().map(|_| view! {
                        <svg class="glyph" data-level="breach" aria-hidden="true"><use href="#g-breach"></use></svg>
                    }))}
                    <span>{text(move || problem.get().map_or(words.dial.hint, |problem| sentence(words, problem)))}</span>
                </p>
                <p class="needs-scripts">{words.dial.needs_scripts}</p>
            </div>
        </form>
    }
    .into_any()
}
