//! `/calls`: the last day's calls, and their recordings.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::calls::{CallsPage, CallsProblem, CallsQuery};
use crate::components::{HistoryTable, LinkBanner, PhoneBar, Topbar};
use crate::i18n::words;
use crate::ui::part;

#[component]
pub fn Calls() -> impl IntoView {
    let words = words();
    let query = use_query_map();
    let page = Memo::new(move |_| {
        query.with(|query| query.get_str("page").and_then(|page| page.parse().ok()).unwrap_or(1)).max(1)
    });
    let answer = Resource::new(move || page.get(), |page| ask(CallsQuery { page, ..CallsQuery::default() }));
    view! {
        <Title text=format!("{} · Callboard", words.page.calls_title)/>
        <div class="page calls">
            <Topbar/>
            <LinkBanner/>
            <main id="main" tabindex="-1">
                <h1 class="sr">{words.calls.head}</h1>
                <Transition fallback=move || {
                    view! { <p class="notice" role="status">{words.calls.loading}</p> }
                }>
                    {part(move || {
                        answer
                            .get()
                            .map(|answer| match answer {
                                Ok(calls) => view! { <HistoryTable calls page=page.get_untracked()/> }.into_any(),
                                Err(problem) => view! { <Trouble problem/> }.into_any(),
                            })
                    })}
                </Transition>
            </main>
            <PhoneBar/>
        </div>
    }
    .into_any()
}

#[component]
fn Trouble(problem: CallsProblem) -> impl IntoView {
    let words = words();
    let sentence = match problem {
        CallsProblem::NotConfigured => words.calls.not_configured,
        CallsProblem::UpstreamSilent => words.calls.upstream_silent,
        CallsProblem::Failed => words.calls.failed,
    };
    view! {
        <div class="notice" role="alert">
            <p>{sentence}</p>
            <a class="btn" href="/calls" rel="external">
                {words.calls.retry}
            </a>
        </div>
    }
    .into_any()
}

/// On the server through the port that it provides; in the browser over HTTP, with the same answer.
#[cfg(not(feature = "hydrate"))]
async fn ask(query: CallsQuery) -> Result<CallsPage, CallsProblem> {
    match use_context::<crate::CallsPort>() {
        Some(port) => port(query).await,
        None => Err(CallsProblem::NotConfigured),
    }
}

#[cfg(feature = "hydrate")]
fn ask(query: CallsQuery) -> impl Future<Output = Result<CallsPage, CallsProblem>> + Send {
    use crate::state::http::{NoAnswer, get};

    #[derive(serde::Deserialize)]
    struct Refusal {
        error: CallsProblem,
    }

    // A browser has one thread; the future never leaves it.
    leptos::__reexports::send_wrapper::SendWrapper::new(async move {
        let url = format!("/api/v1/calls?page={}&limit={}", query.page, query.limit);
        get(&url).await.map_err(|no_answer| match no_answer {
            NoAnswer::Refused { body } => {
                serde_json::from_str::<Refusal>(&body).map_or(CallsProblem::Failed, |refusal| refusal.error)
            }
            NoAnswer::Offline | NoAnswer::Garbled => CallsProblem::Failed,
        })
    })
}
