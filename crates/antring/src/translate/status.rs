//! ACDC's words for what an agent does.

use floor::Status;

/// `protocols.md` §3.1, with the names of the state machine's inner states, which may leak.
/// An unknown word is kept, as it was written.
pub fn status(word: &str) -> Status {
    match word.trim().to_lowercase().replace(['-', ' '], "_").as_str() {
        "logged_in" | "login" | "wait" | "init" | "sync" => Status::LoggedIn,
        "ready" | "resume" => Status::Ready,
        "connecting" | "ringing" => Status::Ringing,
        "connected" | "answered" => Status::Connected,
        "outbound" => Status::Outbound,
        "wrapup" | "wrap_up" => Status::WrapUp,
        "paused" | "pause" => Status::Paused,
        "pending_logged_out" => Status::LoggingOut,
        "logged_out" | "logout" => Status::LoggedOut,
        _ => Status::Other(word.trim().into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_documented_word_and_a_new_one() {
        let words = [
            ("logged_in", Status::LoggedIn),
            ("ready", Status::Ready),
            ("connecting", Status::Ringing),
            ("ringing", Status::Ringing),
            ("connected", Status::Connected),
            ("answered", Status::Connected),
            ("outbound", Status::Outbound),
            ("wrapup", Status::WrapUp),
            ("paused", Status::Paused),
            ("pending_logged_out", Status::LoggingOut),
            ("logged_out", Status::LoggedOut),
            ("Training", Status::Other("Training".into())),
        ];
        for (word, expected) in words {
            assert_eq!(status(word), expected);
        }
    }
}
