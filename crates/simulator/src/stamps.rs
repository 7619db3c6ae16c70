//! What the vendor's own clocks write: the simulator's time, off by as much as the faults say.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

use crate::clock::Clock;
use crate::faults::Faults;
use crate::moment::Moment;

/// Events, the dashboard, histories and the `Date` header are stamped through this.
#[derive(Clone, Debug)]
pub struct Stamps {
    clock: Clock,
    faults: Arc<Faults>,
}

impl Stamps {
    pub fn new(clock: Clock, faults: Arc<Faults>) -> Self {
        Self { clock, faults }
    }

    /// How the vendor writes this moment.
    pub fn of(&self, moment: Moment) -> Moment {
        moment.after(self.faults.now().skew_seconds.unwrap_or_default())
    }

    /// The moment that the vendor writes like this.
    pub fn undone(&self, written: Moment) -> Moment {
        written.after(-self.faults.now().skew_seconds.unwrap_or_default())
    }
}

/// Puts the vendor's idea of the time into `Date`, where HTTP servers would write the world's.
pub async fn date(State(stamps): State<Stamps>, request: Request, next: Next) -> Response {
    let mut answer = next.run(request).await;
    let shown = stamps.of(stamps.clock.now()).unix_millis();
    let written = jiff::Timestamp::from_millisecond(shown).ok();
    let written = written.map(|at| at.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string());
    if let Some(date) = written.and_then(|text| HeaderValue::from_str(&text).ok()) {
        answer.headers_mut().insert(header::DATE, date);
    }
    answer
}
