//! The table of doors: a URL cannot be added without saying who may use it, and what was said is kept to be read.

use std::convert::Infallible;

use axum::Router;
use axum::extract::{Request, State};
use axum::handler::Handler;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, head, post};
use futures_util::future::BoxFuture;
use tower::Service;

use super::guard;
use super::whom::{Whom, anyone};
use crate::app_state::AppState;

/// What is behind a door, which decides how it refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A page for people: who is nobody is shown to the sign-in.
    Page,
    /// An answer to programs: refused with a status and JSON.
    Answer,
    /// A websocket: a browser cannot see why its handshake failed, so it is told by a close code.
    Socket,
    /// Built files, the same for everybody.
    Files,
}

/// One method of one URL.
#[derive(Debug, Clone, Copy)]
pub struct Door {
    /// `GET` answers `HEAD` too, unless that has a door of its own.
    pub method: &'static str,
    /// As the router spells it: `/api/v1/board/{id}`.
    pub path: &'static str,
    pub whom: Whom,
    pub kind: Kind,
}

/// All doors, and what is behind them.
#[derive(Default)]
pub struct Doors {
    router: Router<AppState>,
    table: Vec<Door>,
}

/// The path of the door behind which everything is that has no door of its own.
pub const ANYTHING_ELSE: &str = "(anything else)";

impl Doors {
    /// `GET` of a page.
    pub fn page<H, T>(self, path: &'static str, whom: Whom, handler: H) -> Self
    where
        H: Handler<T, AppState>,
        T: 'static,
    {
        let door = Door { method: "GET", path, whom, kind: Kind::Page };
        self.add(door, get(behind(door, handler)))
    }

    /// `POST` of a page's own form.
    pub fn form<H, T>(self, path: &'static str, whom: Whom, handler: H) -> Self
    where
        H: Handler<T, AppState>,
        T: 'static,
    {
        let door = Door { method: "POST", path, whom, kind: Kind::Page };
        self.add(door, post(behind(door, handler)))
    }

    /// `GET` of an answer to a program.
    pub fn get<H, T>(self, path: &'static str, whom: Whom, handler: H) -> Self
    where
        H: Handler<T, AppState>,
        T: 'static,
    {
        let door = Door { method: "GET", path, whom, kind: Kind::Answer };
        self.add(door, get(behind(door, handler)))
    }

    /// `HEAD` of an answer, where it is found without the answer itself. `GET` has a door of its own.
    pub fn head<H, T>(self, path: &'static str, whom: Whom, handler: H) -> Self
    where
        H: Handler<T, AppState>,
        T: 'static,
    {
        let door = Door { method: "HEAD", path, whom, kind: Kind::Answer };
        self.add(door, head(behind(door, handler)))
    }

    /// `POST` by a program.
    pub fn post<H, T>(self, path: &'static str, whom: Whom, handler: H) -> Self
    where
        H: Handler<T, AppState>,
        T: 'static,
    {
        let door = Door { method: "POST", path, whom, kind: Kind::Answer };
        self.add(door, post(behind(door, handler)))
    }

    /// A websocket.
    pub fn socket<H, T>(self, path: &'static str, whom: Whom, handler: H) -> Self
    where
        H: Handler<T, AppState>,
        T: 'static,
    {
        let door = Door { method: "GET", path, whom, kind: Kind::Socket };
        self.add(door, get(behind(door, handler)))
    }

    /// A directory of built files.
    pub fn directory<S>(mut self, path: &'static str, files: S) -> Self
    where
        S: Service<Request, Error = Infallible> + Clone + Send + Sync + 'static,
        S::Response: IntoResponse,
        S::Future: Send + 'static,
    {
        self.table.push(files_at(path));
        self.router = self.router.nest_service(path, files);
        self
    }

    /// One built file.
    pub fn file<S>(mut self, path: &'static str, file: S) -> Self
    where
        S: Service<Request, Error = Infallible> + Clone + Send + Sync + 'static,
        S::Response: IntoResponse,
        S::Future: Send + 'static,
    {
        self.table.push(files_at(path));
        self.router = self.router.route_service(path, file);
        self
    }

    /// What has no door of its own. Which URLs exist is told only to those whom this admits.
    pub fn anything_else<H, T>(mut self, whom: Whom, handler: H) -> Self
    where
        H: Handler<T, AppState>,
        T: 'static,
    {
        let door = Door { method: "ANY", path: ANYTHING_ELSE, whom, kind: Kind::Page };
        self.table.push(door);
        self.router = self.router.fallback(behind(door, handler));
        self
    }

    /// These and those.
    pub fn and(mut self, others: Self) -> Self {
        self.router = self.router.merge(others.router);
        self.table.extend(others.table);
        self
    }

    /// Lays something around all doors so far.
    pub fn inside(mut self, layer: impl FnOnce(Router<AppState>) -> Router<AppState>) -> Self {
        self.router = layer(self.router);
        self
    }

    pub fn table(&self) -> &[Door] {
        &self.table
    }

    pub fn into_router(self) -> Router<AppState> {
        self.router
    }

    fn add(mut self, door: Door, guarded: MethodRouter<AppState>) -> Self {
        self.table.push(door);
        self.router = self.router.route(door.path, guarded);
        self
    }
}

/// What answers at this door, to those whom it admits.
fn behind<H, T>(
    door: Door,
    handler: H,
) -> impl Fn(State<AppState>, Request) -> BoxFuture<'static, Response> + Clone + Send + Sync + 'static
where
    H: Handler<T, AppState>,
    T: 'static,
{
    move |State(state), request| {
        let handler = handler.clone();
        Box::pin(guard::admit(door, state, request, handler))
    }
}

fn files_at(path: &'static str) -> Door {
    Door { method: "GET", path, whom: anyone(), kind: Kind::Files }
}
