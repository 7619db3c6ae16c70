//! A password that one person hands to another on paper: syllables, so that it is read and typed without a mistake.

use rand::Rng;

const CONSONANTS: &[u8] = b"bdghklmnprstvxz";
const VOWELS: &[u8] = b"aeiou";
const GROUPS: usize = 6;

/// `vumo-kate-sipo-nare-lodi-bega`: six times two syllables of 75 are 74 bits.
pub fn make() -> String {
    let mut rng = rand::rng();
    let mut pick = |among: &[u8]| char::from(among[rng.random_range(0..among.len())]);
    let groups: Vec<String> = (0..GROUPS)
        .map(|_| [CONSONANTS, VOWELS, CONSONANTS, VOWELS].iter().map(|among| pick(among)).collect())
        .collect();
    groups.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_can_be_read_out_and_is_another_each_time() {
        let (one, other) = (make(), make());
        assert_ne!(one, other);
        assert_eq!(one.split('-').count(), GROUPS);
        assert!(one.chars().all(|letter| letter == '-' || letter.is_ascii_lowercase()));
    }
}
