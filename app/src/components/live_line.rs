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

/// A page that was loaded as a wall has masked numbers: on a desk page it takes the desk's stream instead. On the
/// console the address says whether it shows now or another moment; no other page ever shows anything but now.
#[cfg(feature = "hydrate")]
fn connect(live: crate::state::Live) {
    use crate::Surface;
    use crate::state::socket::Socket;

    let path = leptos_router::hooks::use_location().pathname;
    let query = leptos_router::hooks::use_query_map();
    let wanted = Memo::new(move |_| {
        let console = path.with(|path| path == "/");
        query.with(|query| console.then(|| moment(query.get_str("at")?, query.get_str("speed"))).flatten())
    });
    Effect::new(move |socket: Option<std::rc::Rc<Socket>>| {
        let socket = socket.unwrap_or_else(|| {
            if let Some(root) = document().document_element() {
                _ = root.set_attribute("data-hydrated", "");
            }
            Socket::start(live)
        });
        let on_wall = path.with(|path| path == "/wall");
        let wanted = wanted.get();
        let shown = live.replay.get_untracked().map(|replay| (replay.at, replay.speed));
        let masked = !on_wall && live.surface.get_untracked() == Surface::Wall;
        if masked {
            live.surface.set(Surface::Desk);
        }
        if wanted != shown {
            socket.replay(wanted.map(|(at, speed)| crate::Replay { at, speed, refused: None }));
        } else if masked {
            socket.begin_anew();
        }
        socket
    });
    let (here, go) = (super::here::here(), super::here::going());
    Effect::new(move |_| {
        // A replay that has come to now is left.
        if live.ended.get() {
            live.ended.set(false);
            go(&untrack(|| here.but(&[("at", None), ("speed", None)])));
        }
    });
    Effect::new(move |_| {
        // The tab itself shows that the page is not live.
        let icon = if live.past.get() { "/favicon-replay.svg" } else { "/favicon.svg" };
        if let Ok(Some(link)) = document().query_selector("link[rel=icon]") {
            _ = link.set_attribute("href", icon);
        }
    });
}

/// `?at=…&speed=…`: RFC 3339 or milliseconds, and at life's own speed unless it says otherwise.
#[cfg(feature = "hydrate")]
fn moment(at: &str, speed: Option<&str>) -> Option<(i64, u32)> {
    let at = at.parse().ok().or_else(|| crate::format::rfc3339(at))?;
    let speed = speed.and_then(|speed| speed.parse().ok()).unwrap_or(1);
    Some((at, wire::FASTEST_REPLAY.min(speed)))
}
