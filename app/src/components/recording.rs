use leptos::prelude::*;

use crate::format::percent_encoded;
use crate::i18n::{Words, words};
use crate::ui::{Icon, flag, text};

/// A call's recording. When it cannot be played, words say why: never a dead button.
#[component]
pub fn Recording(id: String) -> impl IntoView {
    let words = words();
    let source = format!("/recordings/{}", percent_encoded(&id, ""));
    let trouble = RwSignal::new(None::<&'static str>);
    let explain = {
        let source = source.clone();
        move || explain(words, source.clone(), trouble)
    };
    view! {
        <div class="player" data-trouble=flag(move || trouble.get().is_some().then_some(""))>
            <audio controls preload="none" src=source.clone() on:error=move |_| explain()></audio>
            <a class="btn quiet small" href=source download="" rel="external">
                <Icon name="get"/>
                {words.calls.download}
            </a>
            <p class="said" role="status">
                {text(move || trouble.get().unwrap_or_default())}
            </p>
        </div>
    }
    .into_any()
}

/// The player only knows that it failed; the server knows why.
#[cfg(feature = "hydrate")]
fn explain(words: &'static Words, source: String, trouble: RwSignal<Option<&'static str>>) {
    leptos::task::spawn_local(async move {
        trouble.set(Some(match crate::state::http::refusal(&source).await {
            Some((410, _)) => words.calls.expired,
            Some((404, body)) if body.contains("recording_gone") => words.calls.expired,
            Some((404, _)) => words.calls.not_ready,
            Some((401 | 403, _)) => words.calls.forbidden,
            _ => words.calls.broken,
        }));
    });
}

#[cfg(not(feature = "hydrate"))]
fn explain(_words: &'static Words, _source: String, _trouble: RwSignal<Option<&'static str>>) {}
