//! Vietnamese letters without their marks, for user names and forgiving look-ups.

/// Lower case, without accents: "Đặng Thị Oanh" becomes "dang thi oanh".
pub fn ascii_folded(text: &str) -> String {
    text.to_lowercase().chars().map(plain).collect()
}

fn plain(letter: char) -> char {
    const ROWS: [(char, &str); 7] = [
        ('a', "àáảãạăằắẳẵặâầấẩẫậ"),
        ('d', "đ"),
        ('e', "èéẻẽẹêềếểễệ"),
        ('i', "ìíỉĩị"),
        ('o', "òóỏõọôồốổỗộơờớởỡợ"),
        ('u', "ùúủũụưừứửữự"),
        ('y', "ỳýỷỹỵ"),
    ];
    ROWS.iter().find(|(_, marked)| marked.contains(letter)).map_or(letter, |(base, _)| *base)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_fall_off() {
        assert_eq!(ascii_folded("Đỗ Thị Mỹ Linh, Hoàng Thùy Dương"), "do thi my linh, hoang thuy duong");
    }
}
