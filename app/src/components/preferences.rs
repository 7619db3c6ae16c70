use leptos::prelude::*;

use crate::i18n::words;
use crate::ui::Icon;
use crate::{Lang, Theme};

/// Language and theme: plain links to the server, which sets a cookie and comes back to the page that asked. They work without scripts.
#[component]
pub fn Preferences() -> impl IntoView {
    let words = words();
    let lang = use_context::<Lang>().unwrap_or_default();
    let theme = use_context::<Theme>().unwrap_or_default();
    let (theme_icon, theme_label) = match theme {
        Theme::Dark => ("sun", words.page.theme_light),
        Theme::Light => ("moon", words.page.theme_dark),
    };
    view! {
        <a
            class="btn quiet small icon-only"
            rel="external nofollow"
            href=format!("/preferences?theme={}", theme.other().name())
            aria-label=theme_label
            title=theme_label
        >
            <Icon name=theme_icon/>
        </a>
        <a
            class="btn quiet small"
            rel="external nofollow"
            href=format!("/preferences?lang={}", lang.other().code())
            hreflang=lang.other().code()
            aria-label=words.page.language_label
            title=words.page.language_label
        >
            {words.page.language}
        </a>
    }
    .into_any()
}
