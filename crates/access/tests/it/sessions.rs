//! How a session ends: by time, by its holder, by somebody else.

use std::time::Duration;

use access::{AccessError, Role, Rules};
use secrecy::ExposeSecret;

use crate::support::*;

fn rules() -> Rules {
    Rules { idle: Duration::from_hours(1), absolute: Duration::from_hours(8), ..Rules::default() }
}

#[tokio::test]
async fn a_session_that_nobody_uses_ends_and_one_that_is_used_goes_on() {
    let place = Place::new();
    let access = place.open_with(rules()).await;
    add(&access, "ann", Role::Admin).await;
    let (used, unused) = (sign_in(&access, "ann", T0).await, sign_in(&access, "ann", T0).await);
    let ended = access.grant(unused.secret.expose_secret(), T0).expect("it opens").ended;
    for minutes in [30, 60, 90] {
        assert!(opens(&access, &used, T0 + minutes * MINUTE), "after {minutes} minutes");
    }
    assert!(!opens(&access, &unused, T0 + HOUR));
    access.look(T0 + HOUR).await.expect("the disk is well");
    assert!(ended.is_cancelled(), "what was open under it is closed");
    assert!(!opens(&access, &unused, T0 + HOUR), "and looking at it did not revive it");
}

#[tokio::test]
async fn a_session_ends_at_its_absolute_limit_however_much_it_is_used() {
    let place = Place::new();
    let access = place.open_with(rules()).await;
    add(&access, "ann", Role::Admin).await;
    let signed_in = sign_in(&access, "ann", T0).await;
    let mut now = T0;
    while now < T0 + 8 * HOUR {
        assert!(opens(&access, &signed_in, now));
        now += 30 * MINUTE;
    }
    assert!(!opens(&access, &signed_in, T0 + 8 * HOUR));
}

#[tokio::test]
async fn the_last_use_outlives_a_restart_to_the_minute() {
    let place = Place::new();
    let access = place.open_with(rules()).await;
    let user = add(&access, "ann", Role::Admin).await;
    let signed_in = sign_in(&access, "ann", T0).await;
    assert!(opens(&access, &signed_in, T0 + 50 * MINUTE));
    access.look(T0 + 50 * MINUTE).await.expect("the disk is well");
    drop(access);

    let access = place.open_with(rules()).await;
    assert_eq!(access.sessions_of(user.id)[0].used_at, T0 + 50 * MINUTE);
    assert!(opens(&access, &signed_in, T0 + 109 * MINUTE), "59 minutes after its last use");
    access.keep_house(T0 + 20 * HOUR).await.expect("the disk is well");
    assert_eq!(access.sessions_of(user.id), [], "what is over is forgotten");
}

#[tokio::test]
async fn signing_out_ends_this_session_and_everywhere_ends_all() {
    let place = Place::new();
    let access = place.open().await;
    let user = add(&access, "ann", Role::Admin).await;
    let [a, b, c] = [
        sign_in(&access, "ann", T0).await,
        sign_in(&access, "ann", T0).await,
        sign_in(&access, "ann", T0).await,
    ];
    let ended = access.grant(a.secret.expose_secret(), T0).expect("it opens").ended;
    access.sign_out(a.secret.expose_secret(), HERE, T0).await.expect("the disk is well");
    assert!(ended.is_cancelled());
    assert_eq!([&a, &b, &c].map(|session| opens(&access, session, T0)), [false, true, true]);

    let of_b = access.grant(b.secret.expose_secret(), T0).and_then(|grant| grant.session).expect("a session");
    let wrong = access.end_session(nobody(), of_b, &by(), T0).await;
    assert!(matches!(wrong, Err(AccessError::Unknown)), "only its owner's: {wrong:?}");
    access.sign_out_everywhere(user.id, &by(), T0).await.expect("the disk is well");
    assert_eq!([&a, &b, &c].map(|session| opens(&access, session, T0)), [false; 3]);
}
