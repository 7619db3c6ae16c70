//! A television stays signed in for ever, and does what it is told.

use access::{Access, AccessError, Display, DisplayState, Placed, Role, ScreenProfile};
use secrecy::{ExposeSecret, SecretString};

use crate::support::*;

async fn pair(access: &Access) -> (Display, SecretString) {
    add(access, "admin", Role::Admin).await;
    let by = sign_in(access, "admin", T0).await.who;
    let pairing = access.begin_pairing(HERE, T0).expect("a code");
    let placed = Placed { name: "Sảnh".into(), board: "all".into(), profile: ScreenProfile::Floor };
    let display = access.approve_pairing(&pairing.code, &by, HERE, &placed, T0).await.expect("a display");
    (display, pairing.secret)
}

fn state() -> DisplayState {
    DisplayState {
        version: "0.1.0".into(),
        resolution: "1920×1080".into(),
        last_frame_at: Some(T0 + 300 * DAY),
        up_since: Some(T0),
        address: HERE.to_string(),
    }
}

#[tokio::test]
async fn a_display_never_ends_by_time_and_outlives_restarts() {
    let place = Place::new();
    let access = place.open().await;
    let (display, secret) = pair(&access).await;
    let grant = access.grant(secret.expose_secret(), T0).expect("it opens");
    access.look(T0 + 300 * DAY).await.expect("the disk is well");
    access.keep_house(T0 + 300 * DAY).await.expect("the disk is well");
    assert!(!grant.ended.is_cancelled(), "a weekend, a year: it stays");
    assert!(access.grant(secret.expose_secret(), T0 + 300 * DAY).is_some());
    access.seen(display.id, state(), T0 + 300 * DAY);
    access.look(T0 + 300 * DAY).await.expect("the disk is well");
    drop(access);

    let access = place.open().await;
    assert!(access.grant(secret.expose_secret(), T0 + 301 * DAY).is_some());
    let kept = access.display(display.id).expect("it is there");
    assert_eq!((kept.state, kept.seen_at), (Some(state()), Some(T0 + 301 * DAY)));
}

#[tokio::test]
async fn another_board_or_name_ends_what_it_shows_and_it_comes_back_with_it() {
    let place = Place::new();
    let access = place.open().await;
    let (display, secret) = pair(&access).await;
    access.seen(display.id, state(), T0);
    let before = access.grant(secret.expose_secret(), T0).expect("it opens");
    access.set_board(display.id, "sales", &by(), T0).await.expect("a change");
    assert!(before.ended.is_cancelled());
    access.rename_display(display.id, "Kho", &by(), T0).await.expect("a change");
    access.set_profile(display.id, ScreenProfile::Desk, &by(), T0).await.expect("a change");
    let who = access.grant(secret.expose_secret(), T0).expect("it opens").who;
    assert_eq!(
        (who.name.as_str(), who.board.as_deref(), who.profile),
        ("Kho", Some("sales"), Some(ScreenProfile::Desk))
    );
    assert_eq!(access.display(display.id).and_then(|display| display.state), Some(state()), "not forgotten");
}

#[tokio::test]
async fn a_display_that_is_revoked_is_out_for_good() {
    let place = Place::new();
    let access = place.open().await;
    let (display, secret) = pair(&access).await;
    let grant = access.grant(secret.expose_secret(), T0).expect("it opens");
    access.revoke_display(display.id, &by(), T0).await.expect("a revocation");
    assert!(grant.ended.is_cancelled() && access.grant(secret.expose_secret(), T0).is_none());
    assert!(matches!(access.poll_pairing(secret.expose_secret(), T0), access::Polled::Expired));
    let again = access.revoke_display(display.id, &by(), T0).await;
    assert!(matches!(again, Err(AccessError::Unknown)), "{again:?}");
    let renamed = access.rename_display(display.id, "x", &by(), T0).await;
    assert!(matches!(renamed, Err(AccessError::Unknown)), "{renamed:?}");
}
