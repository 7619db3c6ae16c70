//! Codes: good once, for ten minutes, and not to be guessed.

use access::{Access, PairingError, Placed, Polled, Role, ScreenProfile, Who};
use secrecy::ExposeSecret;

use crate::support::*;

fn placed() -> Placed {
    Placed { name: "Sảnh tầng 3".into(), board: "all".into(), profile: ScreenProfile::Floor }
}

async fn supervisor(access: &Access) -> Who {
    add(access, "admin", Role::Admin).await;
    add(access, "sup", Role::Supervisor).await;
    (*sign_in(access, "sup", T0).await.who).clone()
}

#[tokio::test]
async fn a_code_that_is_approved_makes_the_screens_secret_a_displays() {
    let place = Place::new();
    let access = place.open().await;
    let by = supervisor(&access).await;
    let pairing = access.begin_pairing(HERE, T0).expect("a code");
    let secret = pairing.secret.expose_secret();
    let shape: Vec<bool> =
        pairing.code.chars().map(|letter| "BCDFGHJKLMNPQRSTVWXZ".contains(letter)).collect();
    assert_eq!(shape, [true, true, true, true, false, true, true, true, true], "{}", pairing.code);
    assert!(access.grant(secret, T0).is_none(), "nobody has said yes");
    assert!(matches!(access.poll_pairing(secret, T0), Polled::Waiting));
    assert!(matches!(access.poll_pairing(secret, T0 + SECOND), Polled::TooFast));

    let typed = pairing.code.to_lowercase().replace('-', " ");
    assert_eq!(access.look_at_code(&typed, &by, HERE, T0).await.expect("it waits").address, HERE);
    let display = access.approve_pairing(&typed, &by, HERE, &placed(), T0).await.expect("a display");
    for _ in 0..2 {
        let polled = access.poll_pairing(secret, T0 + 5 * SECOND);
        assert!(
            matches!(&polled, Polled::Approved { secret: kept } if kept.expose_secret() == secret),
            "{polled:?}"
        );
    }
    let who = access.grant(secret, T0).expect("it opens").who;
    assert_eq!(
        (who.id, who.role, who.board.as_deref(), who.masked),
        (display.id, Role::Display, Some("all"), true)
    );
}

#[tokio::test]
async fn a_code_is_good_once() {
    let place = Place::new();
    let access = place.open().await;
    let by = supervisor(&access).await;
    let code = access.begin_pairing(HERE, T0).expect("a code").code;
    let placed = placed();
    let (a, b) = tokio::join!(
        access.approve_pairing(&code, &by, HERE, &placed, T0),
        access.approve_pairing(&code, &by, HERE, &placed, T0)
    );
    assert_eq!([a.is_ok(), b.is_ok()].iter().filter(|made| **made).count(), 1, "{a:?} {b:?}");
    let again = access.approve_pairing(&code, &by, HERE, &placed, T0).await;
    assert!(matches!(again, Err(PairingError::Wrong)), "{again:?}");
    assert_eq!(access.displays().len(), 1);
}

#[tokio::test]
async fn a_code_ends_after_ten_minutes() {
    let place = Place::new();
    let access = place.open().await;
    let by = supervisor(&access).await;
    let pairing = access.begin_pairing(HERE, T0).expect("a code");
    assert_eq!(pairing.expires_at, T0 + 10 * MINUTE);
    let late = access.approve_pairing(&pairing.code, &by, HERE, &placed(), T0 + 10 * MINUTE).await;
    assert!(matches!(late, Err(PairingError::Wrong)), "{late:?}");
    assert!(matches!(access.poll_pairing(pairing.secret.expose_secret(), T0 + 10 * MINUTE), Polled::Expired));
}

#[tokio::test]
async fn who_types_wrong_codes_waits_and_so_does_who_asks_for_too_many() {
    let place = Place::new();
    let access = place.open().await;
    let by = supervisor(&access).await;
    let code = access.begin_pairing(HERE, T0).expect("a code").code;
    for _ in 0..5 {
        let wrong = access.look_at_code("BBBB-BBBB", &by, HERE, T0).await;
        assert!(matches!(wrong, Err(PairingError::Wrong)), "{wrong:?}");
    }
    let right = access.approve_pairing(&code, &by, HERE, &placed(), T0).await;
    assert!(matches!(right, Err(PairingError::Wait { .. })), "{right:?}");
    access.approve_pairing(&code, &by, HERE, &placed(), T0 + 2 * SECOND).await.expect("the wait is over");
    let refused = (0..100).filter(|_| access.begin_pairing(HERE, T0).is_err()).count();
    assert!(refused >= 40, "{refused} of a hundred");
}

#[tokio::test]
async fn another_secret_than_a_screens_own_is_told_nothing() {
    let place = Place::new();
    let access = place.open().await;
    add(&access, "admin", Role::Admin).await;
    let session = sign_in(&access, "admin", T0).await;
    for secret in [session.secret.expose_secret(), "cbd_0000", ""] {
        assert!(matches!(access.poll_pairing(secret, T0), Polled::Expired), "{secret}");
    }
}
