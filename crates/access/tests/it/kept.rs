//! What lies on the disk: no secret, and nobody else's file.

use access::{Access, NewToken, Role, Rules};
use secrecy::ExposeSecret;
use sqlx::{Connection, SqliteConnection};

use crate::support::*;

#[tokio::test]
async fn no_secret_and_no_password_is_on_the_disk() {
    let place = Place::new();
    let access = place.open().await;
    add(&access, "ann", Role::Admin).await;
    let signed_in = sign_in(&access, "ann", T0).await;
    let pairing = access.begin_pairing(HERE, T0).expect("a code");
    let placed =
        access::Placed { name: "tv".into(), board: "all".into(), profile: access::ScreenProfile::Floor };
    access.approve_pairing(&pairing.code, &signed_in.who, HERE, &placed, T0).await.expect("a display");
    let new = NewToken {
        name: "t".into(),
        role: Role::Metrics,
        board: None,
        queues: None,
        agent: None,
        expires_at: None,
    };
    let (_, token) = access.create_token(new, &by(), T0).await.expect("a token");
    let bytes = place.bytes();
    assert!(contains(&bytes, "argon2id$v=19$m=19456,t=2,p=1"), "the search finds what is there");
    for secret in [&signed_in.secret, &pairing.secret, &token] {
        let bare = secret.expose_secret().split_once('_').expect("a beginning").1;
        let raw: Vec<u8> = (0..bare.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(&bare[at..at + 2], 16))
            .collect::<Result<_, _>>()
            .expect("hex");
        assert!(!contains(&bytes, bare));
        assert!(!bytes.windows(raw.len()).any(|window| window == raw));
        assert!(!format!("{secret:?}").contains(bare));
    }
    assert!(!contains(&bytes, PASSWORD));
    assert!(!format!("{:?} {:?}", access.users(), signed_in).contains("argon2id"));
}

#[cfg(unix)]
#[tokio::test]
async fn the_file_is_its_owners_only() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    let _access = place.open().await;
    let directory = place.file().parent().expect("a directory").to_owned();
    assert_eq!(std::fs::metadata(&directory).expect("it is there").permissions().mode() & 0o777, 0o700);
    for file in std::fs::read_dir(directory).expect("it is there") {
        let meta = file.expect("a file").metadata().expect("it is there");
        assert_eq!(meta.permissions().mode() & 0o777, 0o600);
    }
}

#[tokio::test]
async fn accounts_never_silently_begin_anew() {
    let place = Place::new();
    std::fs::create_dir_all(place.file().parent().expect("a directory")).expect("a directory");
    let refused =
        async || Access::open(&place.file(), Rules::default()).await.err().map(|error| error.to_string());
    std::fs::write(place.file(), b"this was a database once, and now it is not any more").expect("a file");
    let told = refused().await.expect("it is damaged");
    assert!(told.contains("access.db cannot be used for accounts"), "{told}");

    std::fs::remove_file(place.file()).expect("it was there");
    let url = format!("sqlite:{}?mode=rwc", place.file().display());
    let mut other = SqliteConnection::connect(&url).await.expect("it opens");
    sqlx::query("CREATE TABLE addresses (name TEXT)").execute(&mut other).await.expect("a table");
    other.close().await.expect("it closes");
    let told = refused().await.expect("it is another's");
    assert!(told.contains("a database of another program"), "{told}");
}
