use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::format::percent_encoded;
use crate::i18n::words;
use crate::ui::{Icon, text};
use crate::{Lang, Theme};

/// Language and theme: plain links to the server, which sets a cookie and comes back. They work without scripts.
#[component]
pub fn Preferences() -> impl IntoView {
    let words = words();
    let lang = use_context::<Lang>().unwrap_or_default();
    let theme = use_context::<Theme>().unwrap_or_default();
    let location = use_location();
    let back = Memo::new(move |_| {
        let (path, search) = (location.pathname.get(), location.search.get());
        let search = search.trim_start_matches('?');
        percent_encoded(&if search.is_empty() { path } else { format!("{path}?{search}") }, "/")
    });
    let (theme_icon, theme_label) = match theme {
        Theme::Dark => ("sun", words.page.theme_light),
        Theme::Light => ("moon", words.page.theme_dark),
    };
    view! {
        <a
            class="btn quiet small icon-only"
            rel="external nofollow"
            href=text(move || format!("/preferences?theme={}&back={}", theme.other().name(), back.get()))
            aria-label=theme_label
            title=theme_label
        >
            <Icon name=theme_icon/>
        </a>
        <a
            class="btn quiet small"
            rel="external nofollow"
            href=text(move || format!("/preferences?lang={}&back={}", lang.other().code(), back.get()))
            hreflang=lang.other().code()
            aria-label=words.page.language_label
            title=words.page.language_label
        >
            {words.page.language}
        </a>
    }
    .into_any()
}
