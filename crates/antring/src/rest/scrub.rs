//! Excerpts of upstream's error bodies that may be logged and shown.

const LONGEST: usize = 200;

/// At most 200 characters on one line, without the given secrets, without what looks like a hash or a token
/// (32 or more hexadecimal digits), and without what looks like a phone number (seven or more digits).
pub(super) fn excerpt(body: &str, secrets: &[&str]) -> String {
    let mut text = body.split_whitespace().collect::<Vec<_>>().join(" ");
    for secret in secrets.iter().filter(|secret| !secret.is_empty()) {
        text = text.replace(secret, "…");
    }
    let mut cleaned = String::new();
    let mut run = String::new();
    for character in text.chars().chain(std::iter::once(' ')) {
        if character.is_ascii_hexdigit() {
            run.push(character);
            continue;
        }
        cleaned.push_str(&shown(&run));
        run.clear();
        if !character.is_control() {
            cleaned.push(character);
        }
    }
    cleaned.trim().chars().take(LONGEST).collect()
}

fn shown(run: &str) -> String {
    if run.len() >= 32 {
        return "…".into();
    }
    let mut shown = String::new();
    for part in run.split_inclusive(|character: char| !character.is_ascii_digit()) {
        let digits = part.bytes().filter(u8::is_ascii_digit).count();
        if digits >= 7 {
            shown.push('…');
            shown.push_str(&part[digits..]);
        } else {
            shown.push_str(part);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_hashes_tokens_and_numbers_do_not_pass() {
        let body = "{\"error\":\"invalid hash 1de1c7a667297905f45373f982c0e182c6d5ba6391f2bf41dc053619182b351b\",\n\
                    \"secret\":\"hunter2\",\"token\":\"5f2b8c0de41a4b6f9a7d3c2e1f0a9b8c\",\"to\":\"0987654321\"}";
        let shown = excerpt(body, &["hunter2", ""]);
        assert_eq!(shown, "{\"error\":\"invalid hash …\", \"secret\":\"…\",\"token\":\"…\",\"to\":\"…\"}");
    }

    #[test]
    fn long_bodies_are_cut_by_characters() {
        let shown = excerpt(&"Lỗi máy chủ ".repeat(100), &[]);
        assert_eq!(shown.chars().count(), 200);
    }

    #[test]
    fn ordinary_words_and_short_numbers_stay() {
        assert_eq!(excerpt("error 400: bad date 2026", &[]), "error 400: bad date 2026");
        assert_eq!(excerpt("", &[]), "");
        assert_eq!(excerpt("0987654321abc", &[]), "…abc");
    }
}
