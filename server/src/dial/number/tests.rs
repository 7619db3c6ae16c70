use super::*;

fn read(typed: &str) -> Result<(String, Option<DialReason>), BadNumber> {
    super::read(typed, |number| number == "1016").map(|number| (number.dialled, number.ask_first))
}

#[test]
fn numbers_are_taken_as_people_write_them() {
    for (typed, dialled) in [
        (" 0901 234.567 ", "0901234567"),
        ("+84 (90) 123-4567", "0901234567"),
        ("+84 (0)90 123 45 67", "0901234567"),
        ("+840901234567", "0901234567"),
        ("0084 90 123 4567", "0901234567"),
        ("84901234567", "0901234567"),
        ("84 28 3822 1234", "02838221234"),
        ("028/3822/1234", "02838221234"),
        ("(028) 3822 – 1234", "02838221234"),
        ("\u{202a}+84\u{a0}90\u{202f}123\u{200b}4567\u{202c}", "0901234567"),
        ("０９０１２３４５６７", "0901234567"),
        ("tel:+84901234567", "0901234567"),
        ("TEL:%2B84-90-123-4567;phone-context=vn", "0901234567"),
        ("callto://0901234567", "0901234567"),
        ("1016", "1016"),
        ("1800 6601", "18006601"),
        ("+84 1800 6601", "18006601"),
        ("1800 599 920", "1800599920"),
        ("01693608879", "01693608879"),
    ] {
        assert_eq!(read(typed), Ok((dialled.to_owned(), None)), "{typed:?}");
    }
}

#[test]
fn what_may_be_meant_otherwise_is_asked_about() {
    use DialReason::*;
    for (typed, dialled, reason) in [
        ("113", "113", Emergency),
        ("1 1 5", "115", Emergency),
        ("911", "911", Emergency),
        ("0113", "0113", Emergency),
        ("9114", "9114", Emergency),
        ("024115", "024115", Emergency),
        ("0236 113", "0236113", Emergency),
        ("+84 113", "113", Emergency),
        ("000", "000", Emergency),
        ("tel:112", "112", Emergency),
        ("1900 1234", "19001234", Premium),
        ("1900 636 467", "1900636467", Premium),
        ("+84 1900 6067", "19006067", Premium),
        ("+1 415 555 1234", "+14155551234", International),
        ("001 415 555 1234", "0014155551234", International),
        ("171 00 1 415 555 1234", "1710014155551234", International),
        ("14155551234", "14155551234", International),
        ("1017", "1017", Short),
        ("38221234", "38221234", Short),
        ("901 234 567", "901234567", Short),
        ("0901 234", "0901234", Short),
        ("09012345678901", "09012345678901", Long),
        ("+4912345678901234567", "+4912345678901234567", Long),
        ("0901 234 567 / 0912 345 678", "0901234567", TwoNumbers),
        ("0901234567,0912345678", "0901234567", TwoNumbers),
        ("0901 234 567 - 0912 345 678", "0901234567", TwoNumbers),
        ("0901234567 0912345678", "0901234567", TwoNumbers),
        ("+84901234567+84912345678", "0901234567", TwoNumbers),
        ("0901234567\n0912345678", "0901234567", TwoNumbers),
        ("02838221234/12", "02838221234", TwoNumbers),
        ("19001234; 0912345678", "19001234", Premium),
    ] {
        assert_eq!(read(typed), Ok((dialled.to_owned(), Some(reason))), "{typed:?}");
    }
}

#[test]
fn nonsense_is_refused_with_the_reason() {
    for (typed, why) in [
        ("", BadNumber::NoDigit),
        ("  +  ", BadNumber::NoDigit),
        ("gọi Lan", BadNumber::NoNumber),
        ("0901 234 567 máy lẻ 12", BadNumber::NoNumber),
        ("javascript:1", BadNumber::NoNumber),
        ("sip:1016@acme", BadNumber::NoNumber),
        ("0000000000", BadNumber::NoNumber),
        ("09+1", BadNumber::NoNumber),
        ("*21*0901234567#", BadNumber::Code),
        ("12", BadNumber::TooShort),
        ("123456789012345678901", BadNumber::TooLong),
    ] {
        assert_eq!(read(typed), Err(why), "{typed:?}");
    }
    assert_eq!(read(&" ".repeat(101)), Err(BadNumber::TooLong));
}
