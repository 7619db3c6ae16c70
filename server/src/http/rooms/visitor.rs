//! Who opens a room, and how: language, address, what they hold.

use std::net::IpAddr;
use std::sync::Arc;

use ::access::{By, Grant, Role, Who};
use app::rooms::{Me, Room};
use app::{Lang, Theme};
use axum::Extension;
use axum::extract::FromRequestParts;
use axum::extract::rejection::ExtensionRejection;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use leptos::nonce::Nonce;

use crate::access::{ClientAddress, Cookies, cookie, policy};
use crate::app_state::AppState;
use crate::clock;
use crate::http::pages::language;

pub struct Visitor {
    pub grant: Option<Grant>,
    pub address: IpAddr,
    pub cookies: Cookies,
    pub headers: HeaderMap,
    /// Path and query, as asked for.
    path: String,
    state: AppState,
}

impl FromRequestParts<AppState> for Visitor {
    /// `access::receive` puts both into every request, so this is a mistake in the router.
    type Rejection = ExtensionRejection;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ExtensionRejection> {
        let Extension(ClientAddress(address)) = Extension::from_request_parts(parts, state).await?;
        let Extension(cookies) = Extension::<Cookies>::from_request_parts(parts, state).await?;
        Ok(Self {
            grant: parts.extensions.get::<Grant>().cloned(),
            address,
            cookies,
            headers: parts.headers.clone(),
            path: parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned(),
            state: state.clone(),
        })
    }
}

impl Visitor {
    pub fn who(&self) -> Option<&Arc<Who>> {
        self.grant.as_ref().map(|grant| &grant.who)
    }

    /// In whose name something is done here.
    pub fn by(&self) -> By {
        self.who().map_or_else(|| By::nobody(self.address), |who| By::of(who, self.address))
    }

    /// Draws one page for them, under a policy that lets only its own script run.
    pub fn see(&self, draw: impl FnOnce(&Room) -> String) -> Response {
        self.see_as(StatusCode::OK, draw)
    }

    /// A form that could not be taken as it was.
    pub fn see_mended(&self, draw: impl FnOnce(&Room) -> String) -> Response {
        self.see_as(StatusCode::UNPROCESSABLE_ENTITY, draw)
    }

    pub fn see_as(&self, status: StatusCode, draw: impl FnOnce(&Room) -> String) -> Response {
        let now = clock::now();
        let theme = cookie::named(&self.headers, "callboard_theme").and_then(Theme::from_name);
        let room = Room {
            lang: self.lang(),
            theme: theme.unwrap_or_default(),
            nonce: Nonce::new(),
            options: self.state.leptos.clone(),
            site: self.state.house.name.to_string(),
            now,
            utc_offset_seconds: self.state.house.utc_offset_seconds(now),
            path: self.way_back(),
            me: self.who().map(|who| Me {
                name: who.name.clone(),
                role: shown_role(who.role),
                must_change_password: who.must_change_password,
            }),
        };
        let policy = policy::of_page(&room.nonce);
        let headers = [(header::CONTENT_SECURITY_POLICY, policy)];
        (status, headers, Html(draw(&room))).into_response()
    }

    pub fn lang(&self) -> Lang {
        language(&self.headers).unwrap_or_default()
    }

    /// For a change of language: the page of a form that was just sent is asked for, not sent again.
    fn way_back(&self) -> String {
        let (path, query) =
            self.path.split_once('?').map_or((&*self.path, None), |(path, query)| (path, Some(query)));
        let path = match path {
            "/account/password" => "/account",
            path if path.starts_with("/settings/users/") && path.ends_with("/password") => "/settings/users",
            path => path,
        };
        // What was said is said once.
        match query.filter(|query| !query.contains("said=")) {
            Some(query) => format!("{path}?{query}"),
            None => path.to_owned(),
        }
    }

    /// `https://callboard.example.vn`, as people reach it.
    pub fn origin(&self) -> String {
        if let Some(origin) = &self.state.house.origin {
            return origin.to_string();
        }
        let host = self.headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
        format!("http://{host}")
    }
}

pub fn shown_role(role: Role) -> app::rooms::Role {
    match role {
        Role::Admin => app::rooms::Role::Admin,
        Role::Supervisor => app::rooms::Role::Supervisor,
        Role::Agent => app::rooms::Role::Agent,
        Role::Display => app::rooms::Role::Display,
        Role::Metrics => app::rooms::Role::Metrics,
    }
}

/// Back to a page, which then says what was done, and to whom: by id, because an address is not to be trusted with words.
pub fn done(path: &str, said: app::rooms::Said, id: Option<::access::Id>) -> Response {
    let whose = id.map(|id| format!("&whose={id}")).unwrap_or_default();
    Redirect::to(&format!("{path}?said={}{whose}", said.name())).into_response()
}
