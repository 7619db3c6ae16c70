use access::{AccessError, NewToken, Role};
use secrecy::ExposeSecret;

use crate::support::*;

fn new(role: Role) -> NewToken {
    NewToken {
        name: "grafana".into(),
        role,
        board: Some("all".into()),
        queues: None,
        agent: None,
        expires_at: Some(T0 + DAY),
    }
}

#[tokio::test]
async fn a_token_opens_what_it_says_until_it_expires_or_is_revoked() {
    let place = Place::new();
    let access = place.open().await;
    let (token, secret) = access.create_token(new(Role::Metrics), &by(), T0).await.expect("a token");
    let (_, other) = access.create_token(new(Role::Display), &by(), T0).await.expect("a token");
    assert_eq!(access.tokens()[1].used_at, None);
    let grant = access.grant(secret.expose_secret(), T0 + HOUR).expect("it opens");
    assert_eq!((grant.who.role, grant.who.board.as_deref()), (Role::Metrics, Some("all")));
    assert_eq!(access.tokens()[1].used_at, Some(T0 + HOUR));

    access.revoke_token(token.id, &by(), T0 + HOUR).await.expect("a revocation");
    assert!(grant.ended.is_cancelled() && access.grant(secret.expose_secret(), T0 + HOUR).is_none());
    let again = access.revoke_token(token.id, &by(), T0 + HOUR).await;
    assert!(matches!(again, Err(AccessError::Unknown)), "{again:?}");

    let ended = access.grant(other.expose_secret(), T0 + HOUR).expect("it opens").ended;
    assert!(access.grant(other.expose_secret(), T0 + DAY).is_none());
    access.look(T0 + DAY).await.expect("the disk is well");
    assert!(ended.is_cancelled());
}

#[tokio::test]
async fn no_token_administers() {
    let place = Place::new();
    let access = place.open().await;
    let admin = access.create_token(new(Role::Admin), &by(), T0).await;
    assert!(matches!(admin, Err(AccessError::RoleUnfit(Role::Admin))), "{admin:?}");
}
