//! Brute force, unknown names, first passwords.

use std::net::{IpAddr, Ipv4Addr};
use std::time::{Duration, Instant};

use access::{AccessError, By, NewUser, Rights, Role, SignInError, Unfit};
use secrecy::ExposeSecret;

use crate::support::*;

#[tokio::test]
async fn the_right_password_opens_a_session_whatever_the_names_case() {
    let place = Place::new();
    let access = place.open().await;
    add(&access, "Ân", Role::Supervisor).await;
    let signed_in = access.sign_in(" ân ", PASSWORD, HERE, T0).await.expect("it is right");
    let grant = access.grant(signed_in.secret.expose_secret(), T0).expect("it opens");
    assert_eq!((grant.who.name.as_str(), grant.who.role), ("Ân", Role::Supervisor));
    assert!(!grant.ended.is_cancelled());
    let wrong = access.sign_in("Ân", "another password", HERE, T0).await;
    assert!(matches!(wrong, Err(SignInError::Wrong)), "{wrong:?}");
    assert!(access.grant("cbs_0000", T0).is_none());
}

#[tokio::test]
async fn an_account_that_is_guessed_at_waits_and_then_the_right_password_waits_too() {
    let place = Place::new();
    let access = place.open().await;
    add(&access, "ann", Role::Admin).await;
    for _ in 0..5 {
        let wrong = access.sign_in("ann", "not her password", HERE, T0).await;
        assert!(matches!(wrong, Err(SignInError::Wrong)), "{wrong:?}");
    }
    let right = access.sign_in("ann", PASSWORD, HERE, T0).await;
    assert!(matches!(right, Err(SignInError::Wait { seconds: 1 })), "{right:?}");
    let elsewhere = IpAddr::V4(Ipv4Addr::new(10, 0, 0, 8));
    access.sign_in("ann", PASSWORD, elsewhere, T0).await.expect("she herself, from her own desk");
    access.sign_in("ann", PASSWORD, HERE, T0 + SECOND).await.expect("the wait is over");
}

#[tokio::test]
async fn a_guess_spread_over_addresses_waits_and_so_does_one_address_with_many_names() {
    let place = Place::new();
    let access = place.open().await;
    add(&access, "ann", Role::Admin).await;
    let from = |host: u8| IpAddr::V4(Ipv4Addr::new(10, 1, 0, host));
    for host in 0..20 {
        let _ = access.sign_in("ann", "not her password", from(host), T0).await;
    }
    let spread = access.sign_in("ann", "not her password", from(99), T0).await;
    assert!(matches!(spread, Err(SignInError::Wait { .. })), "{spread:?}");
    for name in 0..30 {
        let _ = access.sign_in(&format!("nobody {name}"), "whatever it may be", HERE, T0).await;
    }
    let another = access.sign_in("nobody at all", "whatever it may be", HERE, T0).await;
    assert!(matches!(another, Err(SignInError::Wait { .. })), "{another:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_guesses_at_once_are_not_all_free() {
    let place = Place::new();
    let access = place.open().await;
    add(&access, "ann", Role::Admin).await;
    let guesses: Vec<_> = (0..100)
        .map(|_| {
            let access = access.clone();
            tokio::spawn(async move { access.sign_in("ann", "not her password", HERE, T0).await })
        })
        .collect();
    let mut compared = 0;
    for guess in guesses {
        let answer = guess.await.expect("it ran").expect_err("wrong");
        compared += usize::from(matches!(answer, SignInError::Wrong));
    }
    assert_eq!(compared, 5);
}

#[tokio::test]
async fn a_name_that_nobody_has_takes_as_long_as_a_wrong_password() {
    let place = Place::new();
    let access = place.open().await;
    add(&access, "ann", Role::Admin).await;
    // The least of several: other work on the machine only ever makes it longer.
    let mut least = [Duration::MAX; 2];
    for round in 0..4u8 {
        for (which, name) in ["ann", "nobody"].into_iter().enumerate() {
            let from = IpAddr::V4(Ipv4Addr::new(10, 2, 0, round));
            let begun = Instant::now();
            let answer = access.sign_in(name, "not the password", from, T0).await;
            least[which] = least[which].min(begun.elapsed());
            assert!(matches!(answer, Err(SignInError::Wrong)), "{answer:?}");
        }
    }
    let [known, unknown] = least;
    #[expect(clippy::print_stdout, reason = "a test prints what it measured")]
    {
        println!("a wrong password takes {known:?}, an unknown name {unknown:?}");
    }
    assert!(unknown > known / 2 && known > unknown / 2, "{known:?} and {unknown:?} tell them apart");
}

#[tokio::test]
async fn a_first_password_is_marked_until_it_is_changed() {
    let place = Place::new();
    let access = place.open().await;
    let new = NewUser {
        name: "bình".into(),
        rights: Rights::of(Role::Agent),
        password: PASSWORD.into(),
        must_change_password: true,
    };
    let user = access.add_user(new, &by(), T0).await.expect("a new user");
    let first = sign_in(&access, "bình", T0).await;
    assert!(first.must_change());
    let grant = access.grant(first.secret.expose_secret(), T0).expect("for the page that changes it");
    assert!(grant.who.must_change_password);

    let same = access.change_password(user.id, PASSWORD, PASSWORD, HERE, T0).await;
    assert!(matches!(same, Err(AccessError::Password(Unfit::Same))), "{same:?}");
    let wrong = access.change_password(user.id, "not the present", "nine blue bicycles", HERE, T0).await;
    assert!(matches!(wrong, Err(AccessError::WrongPassword)), "{wrong:?}");
    let changed = access.change_password(user.id, PASSWORD, "nine blue bicycles", HERE, T0).await;
    let changed = changed.expect("a new password");
    assert!(!changed.must_change());
    assert!(grant.ended.is_cancelled() && !opens(&access, &first, T0), "the first session is over");
    assert!(opens(&access, &changed, T0));
    assert!(access.sign_in("bình", PASSWORD, HERE, T0).await.is_err());

    access.set_password(user.id, "an admin's second choice", &by(), T0).await.expect("it is fit");
    assert!(!opens(&access, &changed, T0), "every session ends");
    let again = access.sign_in("bình", "an admin's second choice", HERE, T0).await.expect("it is right");
    assert!(again.must_change());
}

#[tokio::test]
async fn guessing_the_present_password_waits_like_signing_in() {
    let place = Place::new();
    let access = place.open().await;
    let user = add(&access, "ann", Role::Admin).await;
    for _ in 0..5 {
        let _ = access.change_password(user.id, "not the present", "nine blue bicycles", HERE, T0).await;
    }
    let right = access.change_password(user.id, PASSWORD, "nine blue bicycles", HERE, T0).await;
    assert!(matches!(right, Err(AccessError::Wait { .. })), "{right:?}");
}

#[tokio::test]
async fn names_and_passwords_that_do_not_fit_are_said() {
    let place = Place::new();
    let access = place.open().await;
    add(&access, "Ann", Role::Admin).await;
    let try_to_add = async |name: &str, password: &str, role: Role| {
        let new = NewUser {
            name: name.into(),
            rights: Rights::of(role),
            password: password.into(),
            must_change_password: true,
        };
        access.add_user(new, &By::nobody(HERE), T0).await.map(|user| user.name)
    };
    assert!(matches!(try_to_add("ANN", PASSWORD, Role::Agent).await, Err(AccessError::NameTaken)));
    assert!(matches!(try_to_add(" ", PASSWORD, Role::Agent).await, Err(AccessError::NameUnfit)));
    assert!(matches!(try_to_add("a\nb", PASSWORD, Role::Agent).await, Err(AccessError::NameUnfit)));
    assert!(matches!(try_to_add("b", "short", Role::Agent).await, Err(AccessError::Password(_))));
    assert!(matches!(try_to_add("b", PASSWORD, Role::Display).await, Err(AccessError::RoleUnfit(_))));
    assert_eq!(try_to_add(" b ", PASSWORD, Role::Agent).await.expect("it fits"), "b");
}
