use access::{AccessError, AuditFilter, Device, Did, Key, PhoneState, Role, look_at_phones};
use secrecy::ExposeSecret;
use sqlx::{ConnectOptions, sqlite::SqliteConnectOptions};

use crate::support::*;

const KEY: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

fn key() -> Key {
    Key::read(KEY).expect("a key")
}

fn device() -> Device {
    Device { user: "user_levanc".into(), password: "mật-khẩu-SIP-9313".into() }
}

fn read(device: Option<Device>) -> Option<(String, String)> {
    device.map(|device| (device.user, device.password.expose_secret().to_owned()))
}

#[tokio::test]
async fn a_phone_is_kept_for_its_user_and_lies_nowhere_in_plain() {
    let place = Place::new();
    let access = place.open().await;
    let key = key();
    let lan = add(&access, "lan", Role::Agent).await;
    assert_eq!(access.phone_state(lan.id, Some(&key)), PhoneState::None);
    access.set_phone(lan.id, &device(), &key, &by(), T0).await.expect("a phone");

    let another_process = place.open().await;
    let expected = Some((device().user, device().password.expose_secret().to_owned()));
    assert_eq!(read(another_process.phone(lan.id, &key)), expected);
    let bytes = place.bytes();
    assert!(contains(&bytes, "lan"), "the scan finds what is there in plain");
    for secret in ["mật-khẩu-SIP-9313", "9313", "user_levanc"] {
        assert!(!contains(&bytes, secret), "{secret} lies in the file");
    }
    let entries = access.audit_entries(&AuditFilter::default(), 10).await.expect("the audit");
    let set = entries.iter().find(|written| written.entry.did == Did::PhoneSet).expect("it is written down");
    assert_eq!((set.entry.to.as_str(), set.entry.detail.as_str()), ("lan", ""));

    access.remove_phone(lan.id, &by(), T0).await.expect("it was set");
    assert_eq!(access.phone_state(lan.id, Some(&key)), PhoneState::None);
    let again = access.remove_phone(lan.id, &by(), T0).await;
    assert!(matches!(again, Err(AccessError::Unknown)), "{again:?}");
}

#[tokio::test]
async fn another_key_opens_nothing_and_destroys_nothing() {
    let place = Place::new();
    let access = place.open().await;
    let (key, other) = (key(), Key::read(&KEY.replace('0', "f")).expect("a key"));
    let lan = add(&access, "lan", Role::Agent).await;
    access.set_phone(lan.id, &device(), &key, &by(), T0).await.expect("a phone");
    for wrong in [Some(&other), None] {
        assert_eq!(access.phone_state(lan.id, wrong), PhoneState::Locked { at: T0 });
        assert_eq!(look_at_phones(&place.file(), wrong).await.expect("it can be read"), (1, 1));
    }
    assert!(access.phone(lan.id, &other).is_none());
    assert_eq!(
        access.phone_state(lan.id, Some(&key)),
        PhoneState::Set { at: T0 },
        "the right one still does"
    );
    assert_eq!(look_at_phones(&place.file(), Some(&key)).await.expect("it can be read"), (1, 0));
}

#[tokio::test]
async fn one_users_row_opens_nothing_as_anothers() {
    let place = Place::new();
    let access = place.open().await;
    let key = key();
    let (lan, binh) = (add(&access, "lan", Role::Agent).await, add(&access, "bình", Role::Agent).await);
    access.set_phone(lan.id, &device(), &key, &by(), T0).await.expect("a phone");
    let mut file = SqliteConnectOptions::new().filename(place.file()).connect().await.expect("the file");
    sqlx::query("UPDATE phones SET user_id = $1").bind(binh.id.0).execute(&mut file).await.expect("swapped");
    access.look(T0).await.expect("the disk is well");
    assert_eq!(access.phone_state(lan.id, Some(&key)), PhoneState::None);
    assert_eq!(access.phone_state(binh.id, Some(&key)), PhoneState::Locked { at: T0 });
    assert!(access.phone(binh.id, &key).is_none());
}

#[tokio::test]
async fn who_was_removed_rings_no_more_and_an_unfit_phone_is_not_kept() {
    let place = Place::new();
    let access = place.open().await;
    let key = key();
    let lan = add(&access, "lan", Role::Agent).await;
    for (user, password) in [("", "x"), ("x", ""), ("a b", "x"), ("x", "a\nb"), ("x", &"y".repeat(129))] {
        let unfit = Device { user: user.into(), password: password.into() };
        let set = access.set_phone(lan.id, &unfit, &key, &by(), T0).await;
        let is_told = matches!(set, Err(AccessError::SipUserUnfit | AccessError::SipPasswordUnfit));
        assert!(is_told, "{user:?}: {set:?}");
    }
    access.set_phone(lan.id, &device(), &key, &by(), T0).await.expect("a phone");
    access.remove_user(lan.id, &by(), T0).await.expect("they were there");
    assert!(access.phone(lan.id, &key).is_none());
    let set = access.set_phone(lan.id, &device(), &key, &by(), T0).await;
    assert!(matches!(set, Err(AccessError::Unknown)), "{set:?}");
}
