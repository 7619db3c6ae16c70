//! What is taken away ends at once, also when another process took it.

use std::time::{Duration, Instant};

use access::{AccessError, Rights, Role};
use secrecy::ExposeSecret;
use tokio_util::sync::CancellationToken;

use crate::support::*;

#[tokio::test]
async fn another_role_ends_what_is_open_and_the_same_session_goes_on_under_it() {
    let place = Place::new();
    let access = place.open().await;
    add(&access, "admin", Role::Admin).await;
    let user = add(&access, "ann", Role::Supervisor).await;
    let signed_in = sign_in(&access, "ann", T0).await;
    let before = access.grant(signed_in.secret.expose_secret(), T0).expect("it opens");
    add(&access, "bob", Role::Agent).await;
    assert!(!before.ended.is_cancelled(), "somebody else's change is nothing to her");
    access.change_user(user.id, Rights::of(Role::Agent), &by(), T0).await.expect("a change");
    assert!(before.ended.is_cancelled());
    let after = access.grant(signed_in.secret.expose_secret(), T0).expect("it opens");
    assert_eq!((before.who.role, after.who.role), (Role::Supervisor, Role::Agent));
}

#[tokio::test]
async fn somebody_who_is_removed_is_out_and_can_be_restored() {
    let place = Place::new();
    let access = place.open().await;
    let admin = add(&access, "admin", Role::Admin).await;
    let user = add(&access, "ann", Role::Supervisor).await;
    let signed_in = sign_in(&access, "ann", T0).await;
    let grant = access.grant(signed_in.secret.expose_secret(), T0).expect("it opens");
    access.remove_user(user.id, &by(), T0).await.expect("a removal");
    assert!(grant.ended.is_cancelled() && !opens(&access, &signed_in, T0));
    assert!(access.sign_in("ann", PASSWORD, HERE, T0).await.is_err());
    access.restore_user(user.id, &by(), T0).await.expect("a restoration");
    assert!(!opens(&access, &signed_in, T0), "the old session stays ended");
    sign_in(&access, "ann", T0).await;

    let last = access.remove_user(admin.id, &by(), T0).await;
    assert!(matches!(last, Err(AccessError::LastAdmin)), "{last:?}");
    let last = access.change_user(admin.id, Rights::of(Role::Agent), &by(), T0).await;
    assert!(matches!(last, Err(AccessError::LastAdmin)), "{last:?}");
    assert!(access.user(admin.id).is_some_and(|admin| admin.rights.role == Role::Admin));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_another_process_revokes_ends_within_a_second() {
    let place = Place::new();
    let (server, shutdown) = (place.open().await, CancellationToken::new());
    let watching = tokio::spawn(server.clone().watch(|| T0, shutdown.clone()));
    let command_line = place.open().await;

    add(&command_line, "admin", Role::Admin).await;
    let user = add(&command_line, "ann", Role::Supervisor).await;
    let known = Instant::now();
    while server.user_named("ann").is_none() {
        assert!(known.elapsed() < Duration::from_secs(10), "the server never heard of her");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let signed_in = sign_in(&server, "ann", T0).await;
    let grant = server.grant(signed_in.secret.expose_secret(), T0).expect("it opens");

    let begun = Instant::now();
    command_line.remove_user(user.id, &by(), T0).await.expect("a removal");
    tokio::time::timeout(Duration::from_secs(5), grant.ended.cancelled()).await.expect("it ends");
    let after = begun.elapsed();
    #[expect(clippy::print_stdout, reason = "a test prints what it measured")]
    {
        println!("removed by another process, ended after {after:?}");
    }
    assert!(after < Duration::from_secs(1), "{after:?}");
    assert!(!opens(&server, &signed_in, T0));
    shutdown.cancel();
    watching.await.expect("it stops");
}

#[tokio::test]
async fn a_request_that_is_cut_off_halfway_loses_no_change_and_blocks_nobody() {
    let place = Place::new();
    let access = place.open().await;
    add(&access, "admin", Role::Admin).await;
    let user = add(&access, "ann", Role::Supervisor).await;
    let signed_in = sign_in(&access, "ann", T0).await;
    // Dropped after each number of polls in turn, until one gets through.
    let by = by();
    for polls in 0.. {
        let mut removal = Box::pin(access.remove_user(user.id, &by, T0));
        let mut waker = std::task::Context::from_waker(std::task::Waker::noop());
        let mut done = None;
        for _ in 0..polls {
            if let std::task::Poll::Ready(answer) = removal.as_mut().poll(&mut waker) {
                done = Some(answer);
                break;
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        drop(removal);
        access.look(T0).await.expect("the connection is free and well");
        let is_removed = access.user(user.id).is_some_and(|user| user.removed_at.is_some());
        assert_eq!(opens(&access, &signed_in, T0), !is_removed, "memory says what the disk says");
        match done {
            Some(answer) => answer.expect("nobody who was cut off before stands in its way"),
            None if is_removed => {}
            None => continue,
        }
        break;
    }
    let on_disk = place.open().await.user(user.id).expect("she is there");
    assert!(on_disk.removed_at.is_some());
}
