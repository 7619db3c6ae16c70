use leptos::prelude::*;
use leptos_meta::HashedStylesheet;

use super::parts::glyph;
use super::{Role, Room};
use crate::format::percent_encoded;
use crate::ui::{Icon, Sprite};
use crate::visit::{Lang, Theme};

/// Beside the one sheet of every page, which has the tokens and the components. Here and not in a file of its own,
/// because a board's browser never needs it.
const STYLE: &str = concat!(
    include_str!("../../../style/rooms/room.css"),
    include_str!("../../../style/rooms/door.css"),
    include_str!("../../../style/rooms/form.css"),
    include_str!("../../../style/rooms/list.css"),
    include_str!("../../../style/rooms/pairing.css"),
);

/// Small comforts of a desk: showing a password, copying a secret, following the fleet.
const DESK_SCRIPT: &str = include_str!("scripts/desk.js");

impl Room {
    /// The whole document around `body`.
    pub(super) fn document(&self, title: &str, head: AnyView, script: &'static str, body: AnyView) -> String {
        let ground = match self.theme {
            Theme::Dark => "#0E1318",
            Theme::Light => "#F7F8F9",
        };
        let nonce = self.nonce.to_string();
        let page = view! {
            <!DOCTYPE html>
            <html lang=self.lang.code() data-theme=self.theme.name()>
                <head>
                    <meta charset="utf-8"/>
                    <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
                    <meta name="theme-color" content=ground/>
                    <title>{format!("{title} · Callboard")}</title>
                    <HashedStylesheet options=self.options.clone()/>
                    <style nonce=nonce.clone() inner_html=STYLE></style>
                    <link rel="icon" href="/favicon.svg" r#type="image/svg+xml"/>
                    {head}
                </head>
                <body translate="no">
                    {body}
                    <Sprite/>
                    <script nonce=nonce inner_html=script></script>
                </body>
            </html>
        };
        page.into_any().to_html()
    }

    /// A page at a desk of someone who is signed in: the top bar of every page, the settings' pages, and `body`.
    pub(super) fn desk(&self, title: &str, body: AnyView) -> String {
        let (words, page) = (self.words(), &self.lang.words().page);
        let me = self.me.as_ref().filter(|me| !me.must_change_password);
        let pages = me.map(|me| me.role.pages(self.lang.words())).unwrap_or_default();
        let body = view! {
            <a class="skip" href="#main">{page.skip}</a>
            <div class="page room">
                <header class="topbar">
                    <a class="home" href="/" aria-label=page.logo>
                        <svg class="mark-logo" aria-hidden="true">
                            <use href="#i-logo"></use>
                        </svg>
                    </a>
                    <span class="board-name">{self.site.clone()}</span>
                    <nav aria-label=page.nav>
                        {pages
                            .iter()
                            .map(|(href, icon, name, _)| {
                                let wall = *href == "/wall";
                                view! {
                                    <a href=*href class=wall.then_some("to-wall")>
                                        {wall.then(|| view! { <Icon name=icon/> })}
                                        {*name}
                                    </a>
                                }
                            })
                            .collect_view()}
                    </nav>
                    <div class="rest">
                        {self.preferences()}
                        {self
                            .me
                            .as_ref()
                            .map(|me| view! { <a class="btn quiet small me" href="/account">{me.name.clone()}</a> })}
                    </div>
                </header>
                <nav class="tabs" aria-label=words.common.settings>
                    {self.tabs()}
                </nav>
                <main id="main" tabindex="-1">
                    <h1>{title.to_owned()}</h1>
                    {body}
                </main>
                <nav class="phone-bar" aria-label=page.nav>
                    {pages
                        .iter()
                        .map(|(href, icon, _, name)| {
                            view! {
                                <a href=*href>
                                    <Icon name=icon/>
                                    {*name}
                                </a>
                            }
                        })
                        .collect_view()}
                </nav>
            </div>
        };
        self.document(title, ().into_any(), DESK_SCRIPT, body.into_any())
    }

    /// Sign-in and first start: nobody is known yet.
    pub(super) fn door(&self, title: &str, form: AnyView) -> String {
        let door = &self.words().door;
        let general = self.lang.words();
        let shapes = [
            ("available", wire::AgentState::Available),
            ("on-call", wire::AgentState::OnCall),
            ("wrap-up", wire::AgentState::WrapUp),
            ("paused", wire::AgentState::Paused),
        ];
        let time = crate::format::clock_minutes(self.now, self.utc_offset_seconds);
        let body = view! {
            <div class="door">
                <div class="left">
                    <p class="brand">
                        <svg class="mark-logo" aria-hidden="true">
                            <use href="#i-logo"></use>
                        </svg>
                        "Callboard"
                    </p>
                    <p class="line">{door.line}</p>
                    <p class="shapes">
                        {shapes
                            .into_iter()
                            .map(|(name, state)| {
                                view! { <span class="state">{glyph(name)} {(general.agent_state)(state)}</span> }
                            })
                            .collect_view()}
                    </p>
                </div>
                <main id="main">
                    <h1>{title.to_owned()}</h1>
                    {form}
                </main>
                <footer>
                    <span>{self.site.clone()}</span>
                    <span class="num">{(self.words().common.now)(&time)}</span>
                    <span class="rest">{self.languages()}</span>
                </footer>
            </div>
        };
        self.document(title, ().into_any(), DESK_SCRIPT, body.into_any())
    }

    fn tabs(&self) -> AnyView {
        let words = self.words();
        let Some(me) = &self.me else { return ().into_any() };
        let mut pages = vec![("/account", words.account.title)];
        if !me.must_change_password {
            if matches!(me.role, Role::Admin | Role::Supervisor) {
                pages.push(("/settings/displays", words.displays.title));
            }
            if me.role == Role::Admin {
                pages.push(("/settings/users", words.users.title));
                pages.push(("/settings/tokens", words.tokens.title));
                pages.push(("/settings/audit", words.audit.title));
            }
        }
        let here = |href: &str| {
            self.path.starts_with(href) || (href == "/settings/displays" && self.path.starts_with("/pair"))
        };
        pages
            .into_iter()
            .map(|(href, name)| view! { <a href=href aria-current=here(href).then_some("page")>{name}</a> })
            .collect_view()
            .into_any()
    }

    /// Theme and language, as on the console.
    fn preferences(&self) -> AnyView {
        let page = &self.lang.words().page;
        let (icon, label) = match self.theme {
            Theme::Dark => ("sun", page.theme_light),
            Theme::Light => ("moon", page.theme_dark),
        };
        let other = self.lang.other().code();
        view! {
            <a class="btn quiet small icon-only" rel="nofollow" href=self.with("theme", self.theme.other().name()) aria-label=label title=label>
                <Icon name=icon/>
            </a>
            <a class="btn quiet small" rel="nofollow" href=self.with("lang", other) hreflang=other aria-label=page.language_label title=page.language_label>
                {page.language}
            </a>
        }
        .into_any()
    }

    /// Both languages by their own names; the one that is spoken is no link.
    pub(super) fn languages(&self) -> AnyView {
        [(Lang::Vi, "Tiếng Việt"), (Lang::En, "English")]
            .into_iter()
            .map(|(lang, name)| {
                if lang == self.lang {
                    view! { <b lang=lang.code()>{name}</b> }.into_any()
                } else {
                    view! { <a rel="nofollow" href=self.with("lang", lang.code()) hreflang=lang.code() lang=lang.code()>{name}</a> }.into_any()
                }
            })
            .collect_view()
            .into_any()
    }

    /// This page again, in another language or theme.
    pub(super) fn with(&self, preference: &str, value: &str) -> String {
        format!("/preferences?{preference}={value}&back={}", percent_encoded(&self.path, "/"))
    }
}
