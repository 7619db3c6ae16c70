//! Why something is in the denominator only, or left out. Its words are the pages' (`app::fragments::words`).

/// A reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    Answered,
    AnsweredLate,
    Abandoned,
    AbandonedLate,
    ShortAbandon,
    /// Abandoned within the target, where that is left out (SL-3).
    EarlyAbandon,
    FlowedOut,
    FlowedOutLate,
    UnknownEnd,
    /// The end is unknown, but it came after the target.
    UnknownEndLate,
    Waits,
    WaitsPastTarget,
    TransferredIn,
    TalkGoesOn,
    TalkUnknown,
    Internal,
    /// The same number is on the list already.
    SameCaller,
    /// Free to take a call.
    Available,
    Ringing,
    Paused,
    /// Offline, or nobody knows.
    NotSignedIn,
    /// Shorter than the least window.
    WindowTooShort,
}
