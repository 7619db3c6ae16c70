//! The document around the application.

use leptos::hydration::{AutoReload, HydrationScripts};
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::{HashedStylesheet, MetaTags};

use crate::player::player;
use crate::scripts;
use crate::ui::Sprite;
use crate::{App, Surface, Theme, Visit};

/// The HTML document of every page: language and theme from the request's [`Visit`], scripts with its nonce.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let visit = use_context::<Visit>().unwrap_or_default();
    let ground = match visit.theme {
        Theme::Dark => "#0E1318",
        Theme::Light => "#F7F8F9",
    };
    let words = visit.lang.words();
    let wall = visit.surface == Surface::Wall;
    // Somebody at a wall's page may go on to a desk's without loading it.
    let desk = !wall || visit.me.is_some();
    let nonce = use_nonce();
    view! {
        <!DOCTYPE html>
        <html lang=visit.lang.code() data-theme=visit.theme.name()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
                <meta name="theme-color" content=ground/>
                <link
                    rel="preload"
                    href="/fonts/archivo-latin-wdth-normal.woff2"
                    r#as="font"
                    r#type="font/woff2"
                    crossorigin="anonymous"
                />
                {(!wall)
                    .then(|| {
                        view! {
                            <link
                                rel="preload"
                                href="/fonts/source-sans-3-latin-wght-normal.woff2"
                                r#as="font"
                                r#type="font/woff2"
                                crossorigin="anonymous"
                            />
                        }
                    })}
                <HashedStylesheet options=options.clone() id="leptos"/>
                <AutoReload options=options.clone()/>
                {crate::rooms::screen_script()}
                <HydrationScripts options/>
                <link rel="icon" href="/favicon.svg" r#type="image/svg+xml"/>
                <link rel="manifest" href="/manifest.webmanifest"/>
                // A wall whose browser runs no scripts still turns its pages and shows new numbers.
                {wall.then(|| view! { <noscript><meta http-equiv="refresh" content="12"/></noscript> })}
                <MetaTags/>
            </head>
            <body translate="no">
                <App/>
                <Sprite/>
                {desk.then(|| player(visit.lang))}
                {desk
                    .then(|| {
                        scripts::OF_A_DESK
                            .map(|script| view! { <script defer src=script.address() nonce=nonce.clone()></script> })
                            .into_iter()
                            .collect_view()
                    })}
                {(!wall).then(|| view! { <noscript><p class="no-scripts">{words.page.without_scripts}</p></noscript> })}
            </body>
        </html>
    }
}
