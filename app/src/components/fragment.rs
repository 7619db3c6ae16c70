use leptos::html::Div;
use leptos::prelude::*;

use crate::i18n::words;

/// A part of the page that the server draws: in the first HTML, then again whenever its address or `again` changes.
/// Who is in it stays in it: focus, scrolling and an opened table are kept.
#[component]
pub fn Fragment(
    class: &'static str,
    #[prop(into)] url: Signal<String>,
    /// What the server has drawn with the page; empty in a browser.
    drawn: String,
    /// Counts up when it shall be drawn again.
    #[prop(into)]
    again: Signal<i64>,
) -> impl IntoView {
    let words = words();
    let place = NodeRef::<Div>::new();
    #[cfg(feature = "hydrate")]
    follow(place, url, again);
    #[cfg(not(feature = "hydrate"))]
    let _ = (url, again);
    view! {
        <div
            class=class
            node_ref=place
            data-loading=words.page.loading
            data-lost=words.page.not_loaded
            inner_html=drawn
        ></div>
    }
    .into_any()
}

#[cfg(feature = "hydrate")]
fn follow(place: NodeRef<Div>, url: Signal<String>, again: Signal<i64>) {
    Effect::new(move |before: Option<()>| {
        let url = url.get();
        // Read, not only tracked: a memo that nobody reads never looks at what it depends on.
        _ = again.get();
        let Some(place) = place.get() else { return };
        if before.is_none() && place.child_element_count() > 0 {
            return; // it came with the page
        }
        let is_same = place.get_attribute("data-of").as_deref() == Some(&*url);
        if is_same && place.has_attribute("aria-busy") {
            return; // its answer is still to come
        }
        _ = place.set_attribute("data-of", &url);
        _ = place.set_attribute("aria-busy", "true");
        leptos::task::spawn_local(async move {
            let answer = crate::state::http::text(&url).await;
            // Another one was asked for meanwhile.
            if place.get_attribute("data-of").as_deref() != Some(&url) {
                return;
            }
            _ = place.remove_attribute("aria-busy");
            // A hand is on it: the next one will do.
            if matches!(place.query_selector(":active"), Ok(Some(_))) {
                return;
            }
            match answer {
                Some(html) => {
                    _ = place.remove_attribute("data-failed");
                    put(&place, &html);
                }
                None => _ = place.set_attribute("data-failed", ""),
            }
        });
    });
}

#[cfg(feature = "hydrate")]
fn put(place: &web_sys::HtmlDivElement, html: &str) {
    let page = document();
    let focused = page.active_element().filter(|it| place.contains(Some(it))).map(|it| it.id());
    let find = |what| place.query_selector(what).ok().flatten();
    let scrolled = find(".scroll").map(|it| it.scroll_top());
    let opened = find("details[open]").is_some();
    place.set_inner_html(html);
    // For what is done by a script of its own (`public/`).
    if let Ok(drawn) = web_sys::Event::new("drawn") {
        _ = window().dispatch_event(&drawn);
    }
    if opened && let Some(details) = find("details") {
        _ = details.set_attribute("open", "");
    }
    if let (Some(top), Some(list)) = (scrolled, find(".scroll")) {
        list.set_scroll_top(top);
    }
    if let Some(id) = focused.filter(|id| !id.is_empty()) {
        super::focus(&id);
    }
}
