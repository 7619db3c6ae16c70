//! Text as a person types it in a hurry: small letters, no marks, đ as d.

/// Combining marks, which text in decomposed form has behind its letters.
const MARKS: std::ops::RangeInclusive<char> = '\u{300}'..='\u{36f}';

/// "Hồng Nhung" and "hong nhung" are the same.
pub fn folded(text: &str) -> String {
    text.chars().filter(|sign| !MARKS.contains(sign)).flat_map(char::to_lowercase).map(without_mark).collect()
}

/// The letter that carries the mark, for all letters of Vietnamese in small.
fn without_mark(letter: char) -> char {
    match letter {
        'à' | 'á' | 'ả' | 'ã' | 'ạ' | 'ă' | 'ằ' | 'ắ' | 'ẳ' | 'ẵ' | 'ặ' | 'â' | 'ầ' | 'ấ' | 'ẩ' | 'ẫ'
        | 'ậ' => 'a',
        'è' | 'é' | 'ẻ' | 'ẽ' | 'ẹ' | 'ê' | 'ề' | 'ế' | 'ể' | 'ễ' | 'ệ' => 'e',
        'ì' | 'í' | 'ỉ' | 'ĩ' | 'ị' => 'i',
        'ò' | 'ó' | 'ỏ' | 'õ' | 'ọ' | 'ô' | 'ồ' | 'ố' | 'ổ' | 'ỗ' | 'ộ' | 'ơ' | 'ờ' | 'ớ' | 'ở' | 'ỡ'
        | 'ợ' => 'o',
        'ù' | 'ú' | 'ủ' | 'ũ' | 'ụ' | 'ư' | 'ừ' | 'ứ' | 'ử' | 'ữ' | 'ự' => 'u',
        'ỳ' | 'ý' | 'ỷ' | 'ỹ' | 'ỵ' => 'y',
        'đ' => 'd',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_of_vietnamese_has_its_plain_one_in_either_form() {
        assert_eq!(folded("Nguyễn Thị Hồng Nhung"), "nguyen thi hong nhung");
        assert_eq!(folded("ĐẶNG Ỷ Lữ, kỹ thuật"), "dang y lu, ky thuat");
        assert_eq!(folded("Ho\u{302}\u{300}ng"), "hong", "letters and marks apart");
        let blocks = ('\u{1ea0}'..='\u{1ef9}').chain("àáãâăèéêìíĩòóõôơùúũưýđ".chars());
        let kept: String = blocks.map(|letter| folded(&letter.to_string())).collect();
        assert!(kept.is_ascii(), "{kept}");
    }
}
