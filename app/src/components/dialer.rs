use crate::ui::{flag, part, text};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use wire::Millis;

use crate::dial::DialProblem;
use crate::format::dialable;
use crate::i18n::{Words, words};
use crate::ui::Icon;

/// A second click within this is the same click.
#[cfg(feature = "hydrate")]
const ONE_CLICK: Millis = 3_000;

/// Where click to call stands on this page.
#[derive(Debug, Clone, PartialEq)]
pub enum Dialing {
    Idle,
    /// Asked, not answered.
    Sending,
    /// AntRing took it.
    Placed {
        number: String,
        at: Millis,
    },
    Refused(DialProblem),
}

/// A number and a button. Whatever goes wrong is said below the number.
#[component]
pub fn Dialer(dialing: RwSignal<Dialing>, #[prop(into)] first: String) -> impl IntoView {
    let words = words();
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
            Some(number) => place(number, dialing, guarded),
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

fn sentence(words: &'static Words, problem: DialProblem) -> &'static str {
    match problem {
        DialProblem::PhoneOffline => words.dial.phone_offline,
        DialProblem::BadNumber => words.dial.bad_number,
        DialProblem::NotConfigured => words.dial.not_configured,
        DialProblem::UpstreamSilent => words.dial.upstream_silent,
        DialProblem::Offline => words.dial.offline,
        DialProblem::Failed => words.dial.failed,
    }
}

/// Asks for one call, and takes no second click for a while.
#[cfg(feature = "hydrate")]
fn place(number: String, dialing: RwSignal<Dialing>, guarded: RwSignal<bool>) {
    use crate::dial::{DialRefusal, DialRequest};
    use crate::state::http::{NoAnswer, post};
    use crate::state::{live::use_live, socket::local_now};

    let at = use_live().clock.at(local_now());
    guarded.set(true);
    set_timeout(move || guarded.set(false), std::time::Duration::from_millis(ONE_CLICK.unsigned_abs()));
    dialing.set(Dialing::Sending);
    leptos::task::spawn_local(async move {
        let answer: Result<serde::de::IgnoredAny, _> =
            post("/api/v1/calls", &DialRequest { number: number.clone() }).await;
        dialing.set(match answer {
            Ok(_) | Err(NoAnswer::Garbled) => Dialing::Placed { number, at },
            Err(NoAnswer::Offline) => Dialing::Refused(DialProblem::Offline),
            Err(NoAnswer::Refused { body }) => Dialing::Refused(
                serde_json::from_str::<DialRefusal>(&body)
                    .map_or(DialProblem::Failed, |refusal| refusal.error),
            ),
        });
    });
}

#[cfg(not(feature = "hydrate"))]
fn place(_number: String, _dialing: RwSignal<Dialing>, _guarded: RwSignal<bool>) {}
