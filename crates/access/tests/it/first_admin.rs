//! The one-time link.

use access::{AccessError, Role};
use secrecy::ExposeSecret;

use crate::support::*;

#[tokio::test]
async fn the_link_makes_one_admin_once() {
    let place = Place::new();
    let access = place.open().await;
    let older = access.first_admin_link(T0).await.expect("the disk is well").expect("no admin yet");
    let link = access.first_admin_link(T0).await.expect("the disk is well").expect("no admin yet");
    let set_up =
        async |secret: &str, password: &str| access.set_up_admin(secret, "ann", password, HERE, T0).await;
    assert!(matches!(set_up("cba_guess", PASSWORD).await, Err(AccessError::LinkSpent)));
    assert!(matches!(set_up(older.expose_secret(), PASSWORD).await, Err(AccessError::LinkSpent)));
    let unfit = set_up(link.expose_secret(), "short").await;
    assert!(matches!(unfit, Err(AccessError::Password(_))), "the link stays good: {unfit:?}");

    let signed_in = set_up(link.expose_secret(), PASSWORD).await.expect("it is good");
    assert_eq!(signed_in.who.role, Role::Admin);
    assert!(!signed_in.must_change() && opens(&access, &signed_in, T0));
    assert!(matches!(set_up(link.expose_secret(), PASSWORD).await, Err(AccessError::LinkSpent)));
    assert!(access.first_admin_link(T0).await.expect("the disk is well").is_none());
}

#[tokio::test]
async fn two_who_follow_it_at_once_make_one_admin() {
    let place = Place::new();
    let access = place.open().await;
    let link = access.first_admin_link(T0).await.expect("the disk is well").expect("no admin yet");
    let (a, b) = tokio::join!(
        access.set_up_admin(link.expose_secret(), "ann", PASSWORD, HERE, T0),
        access.set_up_admin(link.expose_secret(), "mallory", PASSWORD, HERE, T0)
    );
    assert_eq!([a.is_ok(), b.is_ok()].iter().filter(|made| **made).count(), 1);
    assert_eq!(access.users().len(), 1);
}

#[tokio::test]
async fn an_admin_made_on_the_command_line_ends_the_link() {
    let place = Place::new();
    let access = place.open().await;
    let link = access.first_admin_link(T0).await.expect("the disk is well").expect("no admin yet");
    add(&place.open().await, "ann", Role::Admin).await;
    let late = access.set_up_admin(link.expose_secret(), "mallory", PASSWORD, HERE, T0).await;
    assert!(matches!(late, Err(AccessError::LinkSpent)), "{late:?}");
}
