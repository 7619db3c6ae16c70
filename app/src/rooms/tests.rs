use super::*;

/// 2026-11-20 14:32:07 in Vietnam.
const NOW: Millis = 1_795_159_927_000;

fn room(path: &str, role: Role) -> Room {
    Room {
        lang: Lang::En,
        theme: Theme::Dark,
        nonce: Nonce::new(),
        options: LeptosOptions::builder().output_name("callboard").build(),
        site: "South".into(),
        now: NOW,
        utc_offset_seconds: 7 * 3600,
        path: path.into(),
        me: Some(Me { name: "lan.pham".into(), role, must_change_password: false }),
    }
}

/// What people read, without tags.
fn text(html: &str) -> String {
    let body = html.split("<body").nth(1).expect("a body").split("<script").next().unwrap_or_default();
    let mut text = String::new();
    for piece in body.split('<').skip(1) {
        text.push_str(piece.split_once('>').map_or("", |(_, said)| said));
        text.push(' ');
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn what_was_typed_is_text_and_never_markup() {
    let evil = "\"><script>alert(1)</script>";
    let login = Login { next: evil.into(), name: evil.into(), bad: Some(Bad::SignIn), ..Login::default() };
    let html = room("/login", Role::Admin).login(&login);
    assert!(!html.contains("<script>alert"), "{html}");
    assert!(html.contains(r#"aria-describedby="password-bad""#) && html.contains(r#"id="password-bad""#));
}

#[test]
fn the_companys_sign_in_shows_where_there_is_one() {
    let page = |sso: Option<&str>| {
        let login = Login { next: "/calls?page=2".into(), sso: sso.map(Into::into), ..Login::default() };
        room("/login", Role::Admin).login(&login)
    };
    assert!(page(Some("Keycloak")).contains(r#"href="/login/oidc?next=/calls%3Fpage%3D2""#));
    assert!(!page(None).contains("oidc"));
}

#[test]
fn a_page_links_only_to_what_its_reader_may_open() {
    let shows = |role, path: &str| {
        room("/account", role).account(&Account::default()).contains(&format!("href=\"{path}\""))
    };
    for path in ["/settings/users", "/settings/tokens", "/settings/audit"] {
        assert!(shows(Role::Admin, path) && !shows(Role::Supervisor, path), "{path}");
    }
    assert!(shows(Role::Supervisor, "/settings/displays") && !shows(Role::Agent, "/settings/displays"));
    assert!(shows(Role::Agent, "/dial") && !shows(Role::Agent, "/calls"));
    let first = Room {
        me: Some(Me { name: "an".into(), role: Role::Admin, must_change_password: true }),
        ..room("/account", Role::Admin)
    };
    let html = first.account(&Account { has_password: true, ..Account::default() });
    assert!(!html.contains("href=\"/settings") && !html.contains("href=\"/calls"));
    assert!(html.contains("action=\"/account/password\""));
}

#[test]
fn a_phone_of_ones_own_is_told_of_and_never_shown() {
    let page = |phone: Phone| {
        let account = Account { has_password: true, phone: Some(phone), ..Account::default() };
        room("/account", Role::Agent).account(&account)
    };
    let phone = |state| page(Phone { state, has_shared: true, ..Phone::default() });
    let (none, set) = (phone(PhoneState::None), phone(PhoneState::Set { at: NOW - 60_000 }));
    assert!(text(&none).contains("A click rings the shared phone"));
    assert!(none.contains("action=\"/account/phone\"") && !none.contains("/account/phone/remove"));
    assert!(text(&set).contains("Set 14:31.") && set.contains("action=\"/account/phone/remove\""));
    assert!(!text(&set).contains("shared phone"), "theirs rings");
    let locked = phone(PhoneState::Locked { at: NOW - 86_400_000 });
    assert!(text(&locked).contains("Set 19 Nov 14:32, but the server cannot open it"), "{}", text(&locked));
    assert!(locked.contains("action=\"/account/phone/remove\"") && text(&locked).contains("Replace phone"));
    let no_key = phone(PhoneState::NoKey);
    assert!(!no_key.contains("sip_password") && text(&no_key).contains("[dial] key"));
    let unfit = page(Phone { user_bad: Some(Bad::SipUserForm), ..Phone::default() });
    assert!(unfit.contains(r#"aria-describedby="sip_user-bad""#) && unfit.contains(r#"id="sip_user-bad""#));
    for html in [none, set, locked, unfit] {
        let values =
            html.split("name=\"sip_").skip(1).map(|field| field.split('>').next().unwrap_or_default());
        assert!(
            values.clone().count() == 2 && values.into_iter().all(|field| field.contains("value=\"\"")),
            "{html}"
        );
    }
}

#[test]
fn a_screen_says_how_it_is() {
    let heard = Heard {
        version: "0.1.0".into(),
        resolution: "1920 × 1080".into(),
        last_frame: Some(NOW - 1_000),
        uptime: 3_600_000,
        address: "10.0.0.31".into(),
    };
    let display = Display {
        id: "7".into(),
        name: "Window".into(),
        board: "all".into(),
        is_desk: false,
        is_online: true,
        last_seen: Some(NOW),
        heard: Some(heard.clone()),
    };
    let said = |display: Display| {
        let boards = vec![Choice { id: "all".into(), name: "South".into() }];
        text(&room("/settings/displays", Role::Admin).displays(&Displays {
            displays: vec![display],
            boards,
            said: None,
        }))
    };
    let online = said(display.clone());
    assert!(
        online.contains("1 screen, 1 online") && online.contains("Online Last frame 1 s ago"),
        "{online}"
    );
    assert!(online.contains("1920 × 1080") && online.contains("10.0.0.31"), "{online}");
    let old = Heard { last_frame: Some(NOW - 190_000), ..heard };
    assert!(said(Display { heard: Some(old), ..display.clone() }).contains("Numbers 3 minutes old"));
    let silent = Display { is_online: false, last_seen: Some(NOW - 7_200_000), ..display.clone() };
    assert!(said(silent).contains("Not heard from for 2 hours"));
    let never = Display { is_online: false, last_seen: None, heard: None, ..display };
    assert!(said(never).contains("Never online yet"));
}

#[test]
fn a_code_is_read_out_letter_by_letter_and_leads_to_the_page_that_takes_it() {
    let page = Pairing {
        code: Some("BCDF-GHJK".into()),
        expires: NOW + 600_000,
        origin: "https://b.example".into(),
    };
    let html = room("/wall", Role::Admin).pairing(&page);
    assert!(html.contains("aria-label=\"Pairing code  B C D F, G H J K\""));
    assert!(text(&html).contains("Open b.example/pair"), "{}", text(&html));
    assert!(html.contains("class=\"qr\"") && html.contains("10:00"));
}

#[test]
fn the_audits_pages_keep_its_filter() {
    let filter = AuditFilter { text: "lan & co".into(), did: "exported".into(), ..AuditFilter::default() };
    let page = Audit { filter, older: Some(41), ..Audit::default() };
    let html = room("/settings/audit", Role::Admin).audit(&page);
    assert!(html.contains("/settings/audit?text=lan%20%26%20co&amp;did=exported&amp;before=41"), "{html}");
    assert!(html.contains("/settings/audit.csv?text=lan%20%26%20co&amp;did=exported\""));
}

#[test]
fn a_day_is_told_where_it_is_not_today() {
    let room = room("/", Role::Admin);
    assert_eq!(room.when(NOW - 60_000), "14:31");
    assert_eq!(room.when(NOW - 15 * 3_600_000), "19 Nov 23:32");
}

#[test]
fn what_was_said_is_found_by_its_name() {
    for (name, said) in SAID {
        assert_eq!(Said::from_name(name), Some(said));
        assert_eq!(said.name(), name);
    }
    assert_eq!(Said::from_name("anything"), None);
}
