//! How busy agents were: the time with callers, of the time with callers or free for them.

use crate::verdict::{Role, Verdict};
use crate::{HALF_HOUR, Millis, Span, State, Stint, Why};

/// How a stint counts in the window, which is cut at `now`. Of less than half an hour it means nothing: one call more
/// would make it leap. Ringing is neither work nor idleness.
pub(crate) fn judge(stint: &Stint, span: Span, now: Millis) -> Option<Verdict> {
    let window = span.so_far(now);
    let from = stint.from.max(window.from);
    let until = stint.until.unwrap_or(window.until).min(window.until);
    if from >= until {
        return None;
    }
    let role = match stint.state {
        _ if window.length() < HALF_HOUR => Role::LeftOut(Why::WindowTooShort),
        State::OnCall | State::WrapUp => Role::Counted,
        State::Available => Role::Against(Why::Available),
        State::Ringing => Role::LeftOut(Why::Ringing),
        State::Paused => Role::LeftOut(Why::Paused),
        State::Offline | State::Unknown => Role::LeftOut(Why::NotSignedIn),
    };
    Some(Verdict { at: from, role, value: until - from })
}
