//! The pages, rendered with the live numbers in their HTML.

use ::access::{Grant, Kind, Role, ScreenProfile};
use app::dial::Phone;
use app::drawn::Drawn;
use app::rooms::Screen;
use app::{Lang, Replay, Surface, Theme, Visit};
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use leptos::nonce::Nonce;
use leptos::prelude::provide_context;

use super::rooms::wall;
use super::sight::OwnAgent;
use super::{calls_parts, dial_parts, fragments};
use crate::access::{cookie, policy};
use crate::app_state::AppState;
use crate::clock;
use crate::error::AppError;
use crate::http::moment;
use crate::live::Sight;

/// Tells Leptos to render on this runtime. A second server in one process finds that done.
pub fn prepare() {
    let _ = any_spawner::Executor::init_tokio();
}

/// Pages for people at a desk.
pub async fn desk(
    State(state): State<AppState>,
    sight: Sight,
    agent: OwnAgent,
    request: Request,
) -> Result<Response, AppError> {
    render(&state, sight, agent, request, Surface::Desk).await
}

/// The page for a screen on the wall, which never receives a customer's number.
pub async fn wall(
    State(state): State<AppState>,
    sight: Sight,
    agent: OwnAgent,
    request: Request,
) -> Result<Response, AppError> {
    render(&state, sight, agent, request, Surface::Wall).await
}

/// Paths that are no page: the same frame around a sentence, with the right status. Other clients get words.
pub async fn not_found(
    State(state): State<AppState>,
    sight: Sight,
    agent: OwnAgent,
    request: Request,
) -> Result<Response, AppError> {
    let accepts = request.headers().get(header::ACCEPT).and_then(|accept| accept.to_str().ok());
    if !accepts.is_some_and(|accept| accept.contains("text/html")) {
        return Ok((StatusCode::NOT_FOUND, "there is nothing at this address").into_response());
    }
    let mut response = render(&state, sight, agent, request, Surface::Desk).await?;
    *response.status_mut() = StatusCode::NOT_FOUND;
    Ok(response)
}

async fn render(
    state: &AppState,
    sight: Sight,
    OwnAgent(agent): OwnAgent,
    request: Request,
    surface: Surface,
) -> Result<Response, AppError> {
    let sight = match surface {
        Surface::Desk => sight,
        Surface::Wall => sight.on_a_wall(),
    };
    let live = state.live.snapshot(sight.clone()).await?;
    let utc_offset_seconds = offset_of(&live);
    let reveals = request.extensions().get::<Grant>().is_some_and(|grant| grant.who.may_reveal);
    // Only the console can show a moment again: no wall shall do so by accident.
    let console = request.uri().path() == "/";
    let (replay, snapshot) = match asked(&request).filter(|_| console) {
        Some(replay) => shown_again(state, replay, sight.clone()).await,
        None => (None, Some(live)),
    };
    let now = clock::now();
    let grant = request.extensions().get::<Grant>().cloned();
    let who = grant.as_ref().map(|grant| grant.who.clone());
    let visit = Visit {
        lang: language(request.headers()).unwrap_or_default(),
        theme: cookie::named(request.headers(), "callboard_theme")
            .and_then(Theme::from_name)
            .unwrap_or_default(),
        surface,
        now,
        utc_offset_seconds,
        replay,
        wire_snapshot: snapshot,
        me: who.as_ref().filter(|who| who.kind == Kind::User).map(|who| who.name.clone()),
        agent: agent.as_ref().filter(|_| surface == Surface::Desk).map(ToString::to_string),
        only_dials: who.as_ref().is_some_and(|who| who.role == Role::Agent),
    };
    let screen =
        who.clone().filter(|who| who.kind == Kind::Display && surface == Surface::Wall).map(|who| Screen {
            version: wall::VERSION,
            is_desk: who.profile == Some(ScreenProfile::Desk),
            beat_seconds: wall::BEAT_SECONDS,
        });
    let drawn = match request.uri().path() {
        "/" => fragments::drawn(state, &sight, reveals, &visit, request.uri()).await,
        "/calls" => calls_parts::drawn(state, &sight, who.as_deref(), &visit, request.uri()).await,
        "/dial" => {
            let phone = grant.as_ref().map_or(Phone::None, |grant| state.dialler.phones.kind(&grant.who));
            dial_parts::drawn(state, &sight, agent, phone, &visit, request.uri()).await
        }
        _ => Drawn::default(),
    };
    let nonce = Nonce::new();
    let policy = policy::of_page(&nonce);
    let context = move || {
        provide_context(nonce.clone());
        provide_context(visit.clone());
        provide_context(drawn.clone());
        if let Some(screen) = &screen {
            provide_context(screen.clone());
        }
    };
    let options = state.leptos.clone();
    let page = leptos_axum::render_app_async_with_context(context, move || app::shell(options.clone()));
    let mut response: Response<Body> = page(request).await;
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    Ok(response)
}

/// `?at=…&speed=N`: the moment a page replays. What is no moment is not asked for, and the page is live.
fn asked(request: &Request) -> Option<Replay> {
    let pairs: Vec<_> = url::form_urlencoded::parse(request.uri().query()?.as_bytes()).collect();
    let value = |name: &str| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_ref());
    let speed = value("speed").and_then(|speed| speed.parse().ok()).unwrap_or(1);
    let at = moment::read(value("at")?)?;
    Some(Replay { at, speed: wire::FASTEST_REPLAY.min(speed), refused: None })
}

/// The board as it was, or why it cannot be shown.
async fn shown_again(
    state: &AppState,
    replay: Replay,
    sight: Sight,
) -> (Option<Replay>, Option<wire::Frame>) {
    match state.replays.board_at(replay.at, sight).await {
        Ok(snapshot) => (Some(replay), Some(snapshot)),
        Err(why) => (Some(Replay { refused: Some(why), ..replay }), None),
    }
}

/// The language the viewer chose, or the browser prefers.
pub fn language(headers: &HeaderMap) -> Option<Lang> {
    cookie::named(headers, "callboard_lang").and_then(Lang::from_code).or_else(|| preferred_language(headers))
}

/// The first language the browser names that we speak.
fn preferred_language(headers: &HeaderMap) -> Option<Lang> {
    let wanted = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    wanted.split(',').find_map(|language| Lang::from_code(language.trim().get(..2)?))
}

pub(super) fn offset_of(snapshot: &wire::Frame) -> i32 {
    match snapshot {
        wire::Frame::Snapshot { board, .. } => board.utc_offset_seconds,
        wire::Frame::Delta { .. } | wire::Frame::Notice { .. } => 0,
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn a_language_is_taken_from_the_browser_when_no_cookie_says_otherwise() {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static("de-DE,en;q=0.8,vi;q=0.5"));
        assert_eq!(preferred_language(&headers), Some(Lang::En));
        headers.insert(header::COOKIE, HeaderValue::from_static("a=b; callboard_lang=vi"));
        assert_eq!(language(&headers), Some(Lang::Vi));
    }
}
