//! What becomes of a call: the union of every vocabulary that Sovereign uses (`protocols.md` §4.2).

use floor::Text;

/// A call's status. Spellings with `-`, `_` and capitals are one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// The answer to an outbound call.
    Dialing,
    /// Of `assistant-request`.
    Ringing,
    /// REST, before anybody talks.
    Connecting,
    InProgress,
    Ended,
    /// REST; [`Call::error`](crate::Call::error) may say why.
    Failed,
    /// A status update's word for what REST calls failed.
    EndedWithError,
    /// An inbound call without credit, by the billing page; not seen over REST.
    Rejected,
    /// As upstream spelled it.
    Other(Text),
}

/// What a status means, in the order in which a call goes through it. Nothing follows `Done` and `Failed`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// A status that the documents do not name says nothing.
    Unknown,
    Ringing,
    Live,
    Done,
    Failed,
}

impl Status {
    pub fn read(word: &str) -> Self {
        let plain: String =
            word.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        match plain.as_str() {
            "dialing" | "dialling" => Self::Dialing,
            "ringing" => Self::Ringing,
            "connecting" => Self::Connecting,
            "inprogress" => Self::InProgress,
            "ended" => Self::Ended,
            "failed" => Self::Failed,
            "endedwitherror" => Self::EndedWithError,
            "rejected" => Self::Rejected,
            _ => Self::Other(word.trim().into()),
        }
    }

    /// As REST and webhooks write it.
    pub fn word(&self) -> &str {
        match self {
            Self::Dialing => "dialing",
            Self::Ringing => "ringing",
            Self::Connecting => "connecting",
            Self::InProgress => "in-progress",
            Self::Ended => "ended",
            Self::Failed => "failed",
            Self::EndedWithError => "ended-with-error",
            Self::Rejected => "rejected",
            Self::Other(word) => word,
        }
    }

    pub fn phase(&self) -> Phase {
        match self {
            Self::Dialing | Self::Ringing | Self::Connecting => Phase::Ringing,
            Self::InProgress => Phase::Live,
            Self::Ended => Phase::Done,
            Self::Failed | Self::EndedWithError | Self::Rejected => Phase::Failed,
            Self::Other(_) => Phase::Unknown,
        }
    }
}

impl Phase {
    /// Nothing more happens to the call; its summary and analysis may still come.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_union_is_normalised() {
        for (word, phase) in [
            ("dialing", Phase::Ringing),
            ("ringing", Phase::Ringing),
            ("connecting", Phase::Ringing),
            ("in-progress", Phase::Live),
            ("ended", Phase::Done),
            ("failed", Phase::Failed),
            ("ended-with-error", Phase::Failed),
            ("rejected", Phase::Failed),
        ] {
            let status = Status::read(word);
            assert_eq!((status.phase(), status.word()), (phase, word));
        }
    }

    #[test]
    fn spellings_are_one_and_unknown_words_are_kept() {
        for spelling in ["in_progress", "inProgress", " In-Progress "] {
            assert_eq!(Status::read(spelling), Status::InProgress);
        }
        let voicemail = Status::read("Voicemail-Left");
        assert_eq!((voicemail.word(), voicemail.phase()), ("Voicemail-Left", Phase::Unknown));
    }

    #[test]
    fn phases_are_ordered_as_a_call_lives() {
        assert!(Phase::Ringing < Phase::Live && Phase::Live < Phase::Done);
        assert!(Phase::Failed.is_over() && !Phase::Live.is_over() && !Phase::Unknown.is_over());
    }
}
