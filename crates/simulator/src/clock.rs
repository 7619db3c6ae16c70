//! The only place that reads the time. Everything else is handed a [`Moment`].

use crate::moment::Moment;

/// The current time, to the millisecond.
#[expect(
    clippy::disallowed_methods,
    reason = "the simulator has no server::clock; this is its own single reading"
)]
pub fn now() -> Moment {
    Moment::from_unix_millis(jiff::Timestamp::now().as_millisecond())
}
