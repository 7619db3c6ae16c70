use leptos::prelude::*;

use crate::i18n::words;
use crate::state::live::{Link, use_live};
use crate::ui::text;

/// The line to the server: one socket a page load, whatever page is shown. What a viewer should know of it is
/// said once, politely; `<html data-link>` mirrors it, and `<html data-hydrated>` says that the page answers.
#[component]
pub fn LiveLine() -> impl IntoView {
    let live = use_live();
    let words = words();
    let said = RwSignal::new("");
    Effect::new(move |before: Option<Link>| {
        let link = live.link.get();
        let attribute = match link {
            Link::Opening => None,
            Link::Live => Some("live"),
            Link::Lost | Link::Refused => Some("lost"),
        };
        if let (Some(root), Some(attribute)) = (document().document_element(), attribute) {
            _ = root.set_attribute("data-link", attribute);
        }
        match (before, link) {
            (Some(Link::Lost), Link::Live) => said.set(words.link.restored),
            (_, Link::Lost) => said.set(words.link.lost),
            (_, Link::Refused) => said.set(words.link.stopped),
            _ => {}
        }
        link
    });
    #[cfg(feature = "hydrate")]
    connect(live);
    view! {
        <p class="sr" role="status" aria-live="polite">
            {text(move || said.get())}
        </p>
    }
    .into_any()
}

/// A page that was loaded as a wall has masked numbers: on a desk page it takes the desk's stream instead.
#[cfg(feature = "hydrate")]
fn connect(live: crate::state::Live) {
    use crate::Surface;
    use crate::state::socket::Socket;

    let path = leptos_router::hooks::use_location().pathname;
    Effect::new(move |socket: Option<std::rc::Rc<Socket>>| {
        let socket = socket.unwrap_or_else(|| {
            if let Some(root) = document().document_element() {
                _ = root.set_attribute("data-hydrated", "");
            }
            Socket::start(live)
        });
        let on_wall = path.with(|path| path == "/wall");
        if !on_wall && live.surface.get_untracked() == Surface::Wall {
            live.surface.set(Surface::Desk);
            socket.begin_anew();
        }
        socket
    });
}
