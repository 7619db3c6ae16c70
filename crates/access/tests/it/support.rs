use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use access::{Access, By, Id, Millis, NewUser, Rights, Role, Rules, SignedIn, User};
use secrecy::ExposeSecret;

pub const HERE: IpAddr = IpAddr::V4(Ipv4Addr::new(10, 0, 0, 7));
pub const T0: Millis = 1_763_600_000_000;
pub const SECOND: Millis = 1_000;
pub const MINUTE: Millis = 60 * SECOND;
pub const HOUR: Millis = 60 * MINUTE;
pub const DAY: Millis = 24 * HOUR;
pub const PASSWORD: &str = "a lamp on the stairs";

/// A new file in a directory of its own.
pub struct Place {
    directory: PathBuf,
}

impl Place {
    pub fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let directory = std::env::temp_dir().join(format!("access-test-{}-{number}", std::process::id()));
        let _ = std::fs::remove_dir_all(&directory);
        Self { directory }
    }

    pub fn file(&self) -> PathBuf {
        self.directory.join("access.db")
    }

    /// As one process has it open; a second call is as another process.
    pub async fn open(&self) -> Access {
        self.open_with(Rules::default()).await
    }

    pub async fn open_with(&self, rules: Rules) -> Access {
        Access::open(&self.file(), rules).await.expect("it opens")
    }

    /// All bytes of the database and its log.
    pub fn bytes(&self) -> Vec<u8> {
        let files = std::fs::read_dir(&self.directory).expect("it is there");
        files.flat_map(|file| std::fs::read(file.expect("a file").path()).expect("it can be read")).collect()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.directory);
    }
}

pub fn by() -> By {
    By::command_line("root")
}

pub async fn add(access: &Access, name: &str, role: Role) -> User {
    let new = NewUser {
        name: name.into(),
        rights: Rights::of(role),
        password: PASSWORD.into(),
        must_change_password: false,
    };
    access.add_user(new, &by(), T0).await.expect("a new user")
}

pub async fn sign_in(access: &Access, name: &str, now: Millis) -> SignedIn {
    access.sign_in(name, PASSWORD, HERE, now).await.expect("the right password")
}

/// Whether a secret opens anything at that time, without counting as a use of it by a person.
pub fn opens(access: &Access, signed_in: &SignedIn, now: Millis) -> bool {
    access.grant(signed_in.secret.expose_secret(), now).is_some()
}

pub fn contains(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

pub fn nobody() -> Id {
    Id(999_999)
}
