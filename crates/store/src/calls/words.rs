//! How words are spelt in the database. They never change, or old rows could not be read.

use kpi::{CallResult, Direction, Join, State, Text};

/// A value that this version does not know.
#[derive(Debug, thiserror::Error)]
#[error("“{0}” is not a word that this version of Callboard knows")]
pub(crate) struct UnknownWord(String);

macro_rules! words {
    ($to:ident, $from:ident, $type:ty, { $($value:path => $word:literal),+ $(,)? }) => {
        pub(crate) fn $to(value: $type) -> &'static str {
            match value { $($value => $word),+ }
        }
        pub(crate) fn $from(word: &str) -> Result<$type, UnknownWord> {
            match word { $($word => Ok($value),)+ other => Err(UnknownWord(other.to_owned())) }
        }
    };
}

words!(direction_word, direction, Direction, {
    Direction::Inbound => "inbound", Direction::Outbound => "outbound",
    Direction::Internal => "internal", Direction::Unknown => "unknown",
});
words!(result_word, result, CallResult, {
    CallResult::Live => "live", CallResult::Answered => "answered", CallResult::Abandoned => "abandoned",
    CallResult::LeftEarly => "left-early", CallResult::Busy => "busy", CallResult::NoAnswer => "no-answer",
    CallResult::Failed => "failed", CallResult::Unknown => "unknown",
});
words!(join_word, join, Join, {
    Join::FeedOnly => "feed-only", Join::HistoryOnly => "history-only", Join::ByQueue => "by-queue",
    Join::ByRecording => "by-recording", Join::Soft => "soft",
});
words!(state_word, state, State, {
    State::Available => "available", State::Ringing => "ringing", State::OnCall => "on-call",
    State::WrapUp => "wrap-up", State::Paused => "paused", State::Offline => "offline", State::Unknown => "unknown",
});

/// Legs one a line. An id has no line break in it; should one have, it is escaped.
pub(crate) fn legs_text(legs: &[Text]) -> String {
    let mut text = String::new();
    for leg in legs {
        text.push_str(&escaped(leg));
        text.push('\n');
    }
    text
}

pub(crate) fn escaped(leg: &str) -> String {
    leg.replace('\\', "\\\\").replace('\n', "\\n")
}

pub(crate) fn legs(text: &str) -> Vec<Text> {
    text.split_terminator('\n')
        .map(|line| if line.contains('\\') { unescaped(line) } else { line.into() })
        .collect()
}

fn unescaped(line: &str) -> Text {
    let mut leg = String::new();
    let mut signs = line.chars();
    while let Some(sign) = signs.next() {
        match sign {
            '\\' => leg.extend(signs.next().map(|escaped| if escaped == 'n' { '\n' } else { escaped })),
            sign => leg.push(sign),
        }
    }
    leg.into()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn legs_come_back_as_they_were(ids in prop::collection::vec("[a-z\\\\\n]{0,6}", 0..5)) {
            let ids: Vec<Text> = ids.into_iter().map(Text::from).collect();
            prop_assert_eq!(legs(&legs_text(&ids)), ids);
        }
    }
}
