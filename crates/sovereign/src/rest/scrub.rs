//! What upstream says of a refusal may be logged and shown: without the key, tokens and numbers.

use floor::Text;

use crate::Said;

const LONGEST: usize = 200;

/// Every part at most 200 characters on one line.
pub(super) fn scrubbed(said: Said, key: &str) -> Said {
    let clean = |part: Option<Text>| part.map(|part| clean(&part, key)).filter(|part| !part.is_empty());
    Said { code: clean(said.code), message: clean(said.message), param: clean(said.param) }
}

/// Words are runs of letters and digits; one with seven digits may be a number, one of 24 characters a token.
fn clean(text: &str, key: &str) -> Text {
    let text = if key.is_empty() { text.to_owned() } else { text.replace(key, "…") };
    let mut cleaned = String::new();
    let mut word = String::new();
    for character in text.chars().chain(std::iter::once(' ')) {
        if character.is_ascii_alphanumeric() {
            word.push(character);
            continue;
        }
        let digits = word.bytes().filter(u8::is_ascii_digit).count();
        cleaned.push_str(if digits >= 7 || word.len() >= 24 { "…" } else { &word });
        word.clear();
        cleaned.push(if character.is_control() { ' ' } else { character });
    }
    cleaned.trim().chars().take(LONGEST).collect::<String>().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_tokens_and_numbers_do_not_pass() {
        let key = "fl_live_abc";
        assert_eq!(&*clean("Key fl_live_abc is wrong", key), "Key … is wrong");
        assert_eq!(&*clean("call-_+31623731537_XqaQxRRgAzYc ended", key), "call-_+…_XqaQxRRgAzYc ended");
        assert_eq!(&*clean("token 5f2b8c0de41a4b6f9a7d3c2e1f0a9b8c\n!", key), "token … !");
        assert_eq!(&*clean("Please retry after 45 seconds.", key), "Please retry after 45 seconds.");
        assert_eq!(clean(&"dài ".repeat(500), key).chars().count(), 200);
    }
}
