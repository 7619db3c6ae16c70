use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::i18n::words;
use crate::ui::{Icon, flag};

/// The pages at the foot of a telephone's screen, where the thumb is.
#[component]
pub fn PhoneBar() -> impl IntoView {
    let words = words();
    let path = use_location().pathname;
    let only_dials = use_context::<crate::Me>().unwrap_or_default().only_dials;
    let pages = [
        ("/", "bell", words.page.nav_board),
        ("/calls", "text", words.page.nav_calls),
        ("/dial", "phone", words.page.nav_dial),
        ("/wall", "tv", words.page.nav_wall_short),
    ];
    view! {
        <nav class="phone-bar" aria-label=words.page.nav hidden=only_dials>
            {pages
                .into_iter()
                .map(|(href, icon, name)| {
                    view! {
                        <a href=href aria-current=flag(move || path.with(|path| path == href).then_some("page"))>
                            <Icon name=icon/>
                            {name}
                        </a>
                    }
                })
                .collect_view()}
        </nav>
    }
    .into_any()
}
