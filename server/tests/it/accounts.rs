//! Accounts on the command line, with the real binary: also what a script relies on.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use access::{Access, Key, PhoneState, Role, Rules};
use secrecy::ExposeSecret;

use crate::support;

struct Place(PathBuf);

impl Place {
    fn new() -> Self {
        Self(support::own_directory())
    }

    /// Runs `callboard` on this directory, with that line on standard input.
    fn callboard(&self, settings: &[(&str, &str)], words: &[&str], input: &str) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_callboard"));
        command
            .args(words)
            .env("CALLBOARD_SERVER__DATA_DIR", &self.0)
            .env("LOGNAME", "op")
            .env("RUST_LOG", "error")
            .envs(settings.iter().copied());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("callboard starts");
        let mut stdin = child.stdin.take().expect("it is piped");
        // A command that reads nothing may have ended already.
        let _ = stdin.write_all(input.as_bytes());
        drop(stdin);
        child.wait_with_output().expect("it ends")
    }

    fn says(&self, words: &[&str], input: &str) -> String {
        self.says_with(&[], words, input)
    }

    fn says_with(&self, settings: &[(&str, &str)], words: &[&str], input: &str) -> String {
        let output = self.callboard(settings, words, input);
        assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("UTF-8")
    }

    fn refuses(&self, words: &[&str], input: &str) -> String {
        let output = self.callboard(&[], words, input);
        assert!(!output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stdout));
        String::from_utf8(output.stderr).expect("UTF-8")
    }

    async fn access(&self) -> Access {
        Access::open(&self.0.join("access.db"), Rules::default()).await.expect("it opens")
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        support::remove(Path::new(&self.0));
    }
}

#[tokio::test]
async fn people_are_added_changed_removed_and_restored() {
    let place = Place::new();
    let added = place.says(&["user", "add", "Ân", "--role", "admin"], "a lamp on the stairs\n");
    assert!(added.starts_with("Ân may sign in as admin"), "{added}");
    place.says(
        &["user", "add", "bình", "--role", "supervisor", "--queue", "Bán hàng"],
        "nine blue bicycles\n",
    );
    let told = place.refuses(&["user", "add", "ân", "--role", "agent"], "nine blue bicycles\n");
    assert!(told.contains("this name is taken"), "{told}");
    let told = place.refuses(&["user", "add", "chi", "--role", "agent"], "short\n");
    assert!(told.contains("at least 12 characters"), "{told}");
    let told = place.refuses(&["user", "add", "chi", "--role", "agent"], "");
    assert!(told.contains("no password came on standard input"), "{told}");
    let told = place.refuses(&["user", "add", "chi", "--role", "display"], "nine blue bicycles\n");
    assert!(told.contains("one of admin, supervisor, agent"), "{told}");

    let access = place.access().await;
    let here = std::net::IpAddr::from([127, 0, 0, 1]);
    let signed_in = access.sign_in("bình", "nine blue bicycles", here, 0).await.expect("it is right");
    assert!(signed_in.must_change(), "somebody else chose the password");
    assert!(signed_in.who.queues.as_ref().is_some_and(|queues| queues.contains("Bán hàng")));

    place.says(&["user", "change", "bình", "--role", "agent", "--agent", "ABC1"], "");
    place.says(&["user", "remove", "bình"], "");
    let told = place.refuses(&["user", "remove", "Ân"], "");
    assert!(told.contains("somebody must remain who is admin"), "{told}");
    let list = place.says(&["user", "list"], "");
    let line = list.lines().find(|line| line.starts_with("bình")).expect("he is in the list");
    assert!(line.contains("agent") && line.contains("abc1") && line.ends_with("removed"), "{list}");
    place.says(&["user", "restore", "bình"], "");
    place.says(&["user", "password", "bình"], "another good one\n");
    let access = place.access().await;
    access.sign_in("bình", "another good one", here, 0).await.expect("it is right");
    let told = place.refuses(&["user", "remove", "nobody"], "");
    assert!(told.contains("nobody is called \"nobody\""), "{told}");
}

#[tokio::test]
async fn a_persons_phone_is_sealed_by_the_key_of_the_settings() {
    let key = "3f1c9b0a7d5e42868a1f0c2b4d6e8f9001122334455667788990a0b0c0d0e0f1";
    let place = Place::new();
    place.says(&["user", "add", "lan", "--role", "agent", "--agent", "abc1"], "a lamp on the stairs\n");
    let phone = ["user", "phone", "lan", "--sip-user", "user_lan"];
    let told = place.refuses(&phone, "sip-geheim\n");
    assert!(told.contains("set [dial] key first"), "{told}");
    place.says_with(&[("CALLBOARD_DIAL__KEY", key)], &phone, "sip-geheim\n");
    let access = place.access().await;
    let lan = access.user_named("lan").expect("she is there").id;
    let kept = access.phone(lan, &Key::read(key).expect("a key")).expect("it opens");
    assert_eq!((kept.user.as_str(), kept.password.expose_secret()), ("user_lan", "sip-geheim"));
    place.says(&["user", "phone", "lan", "--remove"], "");
    access.look(0).await.expect("the disk is well");
    assert_eq!(access.phone_state(lan, None), PhoneState::None);
    let told = place.refuses(&["user", "phone", "lan"], "");
    assert!(told.contains("--sip-user"), "{told}");
}

#[tokio::test]
async fn a_backup_holds_the_accounts_too_and_overwrites_nothing() {
    let place = Place::new();
    place.says(&["user", "add", "Ân", "--role", "admin"], "a lamp on the stairs\n");
    let history = store::StoreSettings::new("sqlite:callboard.db", &place.0, server::clock::now);
    store::Store::open(&history).await.expect("a store").0.close().await;
    let to = place.0.join("copy.db");
    let told = place.says(&["backup", to.to_str().expect("UTF-8")], "");
    assert!(told.contains("copy.db: ") && told.contains("copy.access.db: "), "{told}");

    let kept = Access::open(&place.0.join("copy.access.db"), Rules::default()).await.expect("it opens");
    let here = std::net::IpAddr::from([127, 0, 0, 1]);
    kept.sign_in("Ân", "a lamp on the stairs", here, 0).await.expect("she is in the copy");
    let told = place.refuses(&["backup", to.to_str().expect("UTF-8")], "");
    assert!(told.contains("overwrites nothing"), "{told}");
}

#[tokio::test]
async fn a_token_is_printed_alone_and_once() {
    let place = Place::new();
    let printed = place.says(&["token", "create", "--role", "metrics", "--name", "grafana"], "");
    let secret = printed.strip_suffix('\n').expect("a line");
    assert!(secret.starts_with("cbt_") && !secret.contains(char::is_whitespace), "{secret}");
    let access = place.access().await;
    assert_eq!(access.grant(secret, 0).map(|grant| grant.who.role), Some(Role::Metrics));
    let list = place.says(&["token", "list"], "");
    assert!(
        list.contains("grafana") && list.contains("op (command line)") && !list.contains(secret),
        "{list}"
    );
    place.says(&["token", "revoke", "1"], "");
    access.look(0).await.expect("the disk is well");
    assert!(access.grant(secret, 0).is_none());
    assert!(place.refuses(&["token", "revoke", "1"], "").contains("token 1"));
    assert!(place.refuses(&["token", "create", "--role", "admin"], "").contains("one of display"));
}

#[tokio::test]
async fn televisions_are_listed_and_revoked() {
    let place = Place::new();
    let access = place.access().await;
    place.says(&["user", "add", "ann", "--role", "admin"], "a lamp on the stairs\n");
    access.look(0).await.expect("the disk is well");
    let here = std::net::IpAddr::from([127, 0, 0, 1]);
    let by = access.sign_in("ann", "a lamp on the stairs", here, 0).await.expect("it is right").who;
    let code = access.begin_pairing(here, 0).expect("a code").code;
    let profile = access::ScreenProfile::Desk;
    let placed = access::Placed { name: "Sảnh".into(), board: "all".into(), profile };
    access.approve_pairing(&code, &by, here, &placed, 0).await.expect("a display");
    let list = place.says(&["display", "list"], "");
    assert!(list.lines().any(|line| line.contains("Sảnh") && line.contains("desk")), "{list}");
    place.says(&["display", "revoke", "1"], "");
    assert!(place.says(&["display", "list"], "").lines().any(|line| line.ends_with("revoked")));
}
