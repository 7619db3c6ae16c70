use access::{AccessError, Person, Rights, Role};
use secrecy::ExposeSecret;

use crate::support::*;

fn person(name: &str, role: Role) -> Person {
    Person {
        issuer: "https://login.example".into(),
        subject: "7f3a".into(),
        name: name.into(),
        rights: Rights::of(role),
    }
}

#[tokio::test]
async fn the_provider_says_the_role_at_each_sign_in_and_older_sessions_follow() {
    let place = Place::new();
    let access = place.open().await;
    let sign_in = async |person: Person| access.oidc_sign_in(&person, HERE, T0).await;
    let first = sign_in(person("ann", Role::Supervisor)).await.expect("she is vouched for");
    let grant = access.grant(first.secret.expose_secret(), T0).expect("it opens");
    assert_eq!(grant.who.role, Role::Supervisor);
    let second = sign_in(person("ann", Role::Agent)).await.expect("she is vouched for");
    assert!(grant.ended.is_cancelled());
    assert_eq!(second.who.id, first.who.id, "one person");
    let roles = [&first, &second]
        .map(|session| access.grant(session.secret.expose_secret(), T0).map(|grant| grant.who.role));
    assert_eq!(roles, [Some(Role::Agent); 2]);
}

#[tokio::test]
async fn a_provider_opens_no_local_account_of_the_same_name() {
    let place = Place::new();
    let access = place.open().await;
    let local = add(&access, "ann", Role::Admin).await;
    let signed_in = access.oidc_sign_in(&person("Ann", Role::Agent), HERE, T0).await.expect("vouched for");
    assert_ne!(signed_in.who.id, local.id);
    assert_eq!((signed_in.who.name.as_str(), signed_in.who.role), ("Ann 2", Role::Agent));
    let by_password = access.sign_in("Ann 2", "", HERE, T0).await;
    assert!(by_password.is_err(), "they have no password");
}

#[tokio::test]
async fn who_was_removed_here_stays_out() {
    let place = Place::new();
    let access = place.open().await;
    let ann = access.oidc_sign_in(&person("ann", Role::Agent), HERE, T0).await.expect("vouched for").who;
    access.remove_user(ann.id, &by(), T0).await.expect("a removal");
    let again = access.oidc_sign_in(&person("ann", Role::Agent), HERE, T0).await;
    assert!(matches!(again, Err(AccessError::Unknown)), "{again:?}");
}
