//! Everybody who may ask, each with a secret of their own, made as the command line makes them: in the same file, by
//! another process's hand.

use std::net::{IpAddr, Ipv4Addr};
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use access::{
    Access, By, Device, Id, Key, NewToken, NewUser, Placed, Polled, Rights, Role, Rules, ScreenProfile,
};
use secrecy::ExposeSecret;
use server::clock;

use super::{TestServer, until};

const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
const PASSWORD: &str = "ngựa đúng pin ghim kẹp";

/// What somebody shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Secret {
    None,
    Cookie(String),
    Bearer(String),
}

impl Secret {
    pub fn header(&self) -> Option<(&'static str, String)> {
        match self {
            Self::None => None,
            Self::Cookie(_) => Some(("cookie", self.cookie())),
            Self::Bearer(secret) => Some(("authorization", format!("Bearer {secret}"))),
        }
    }

    /// As a browser sends it to this machine.
    pub fn cookie(&self) -> String {
        format!("__Host-callboard={}", self.text())
    }

    pub fn text(&self) -> String {
        match self {
            Self::None => String::new(),
            Self::Cookie(secret) | Self::Bearer(secret) => secret.clone(),
        }
    }

    pub fn as_cookie(&self) -> Self {
        Self::Cookie(self.text())
    }

    pub fn as_bearer(&self) -> Self {
        Self::Bearer(self.text())
    }
}

/// The accounts of the server that has its files there.
pub async fn accounts(data_dir: &Path) -> Access {
    std::fs::create_dir_all(data_dir).expect("a directory");
    Access::open(&data_dir.join("access.db"), Rules::default()).await.expect("accounts")
}

/// A token for programs; it sees everything that its role may.
pub async fn token_of(access: &Access, role: Role) -> String {
    token_until(access, role, None).await
}

async fn token_until(access: &Access, role: Role, expires: Option<i64>) -> String {
    let new = NewToken {
        name: unlike_any(role.word()),
        role,
        board: None,
        queues: None,
        agent: None,
        expires_at: expires,
    };
    let (_, secret) = access.create_token(new, &by(), clock::now()).await.expect("a token");
    secret.expose_secret().to_owned()
}

/// Somebody with these rights, signed in, in a file that a server has open or will open.
pub async fn person(access: &Access, rights: Rights) -> (Secret, Id) {
    let new = NewUser {
        name: unlike_any(rights.role.word()),
        rights,
        password: PASSWORD.to_owned().into(),
        must_change_password: false,
    };
    let user = access.add_user(new, &by(), clock::now()).await.expect("a user");
    let signed_in =
        access.sign_in(&user.name, PASSWORD, HERE, clock::now()).await.expect("the right password");
    (Secret::Cookie(signed_in.secret.expose_secret().to_owned()), user.id)
}

fn by() -> By {
    By::command_line("test")
}

fn unlike_any(word: &str) -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    format!("{word} {}", COUNT.fetch_add(1, Ordering::Relaxed))
}

impl TestServer {
    pub async fn token(&self, role: Role) -> Secret {
        self.known(Secret::Bearer(token_of(&self.access, role).await)).await
    }

    pub async fn session(&self, role: Role) -> Secret {
        self.holder(Rights::of(role)).await
    }

    /// A person with these rights, signed in.
    pub async fn holder(&self, rights: Rights) -> Secret {
        let user = self.user_with(rights, false).await;
        self.sign_in(&user).await
    }

    /// Name and password of somebody who has not signed in yet.
    pub async fn new_supervisor(&self) -> (String, String) {
        let name = self.user(Role::Supervisor, false).await;
        self.sign_in(&name).await; // the server knows of them then
        (name, PASSWORD.to_owned())
    }

    /// The program of an agent, by AntRing's id.
    pub async fn agent_token(&self, agent: &str) -> Secret {
        let new = NewToken {
            name: unlike_any("agent"),
            role: Role::Agent,
            board: None,
            queues: None,
            agent: Some(agent.to_owned()),
            expires_at: None,
        };
        let (_, secret) = self.access.create_token(new, &by(), clock::now()).await.expect("a token");
        self.known(Secret::Bearer(secret.expose_secret().to_owned())).await
    }

    pub fn id_of(&self, secret: &Secret) -> Id {
        self.who(secret).id
    }

    /// A phone of one's own, as the command line sets it.
    pub async fn set_phone(&self, secret: &Secret, device: &Device, key: &str) {
        let (user, key) = (self.who(secret).id, Key::read(key).expect("a key"));
        self.access.set_phone(user, device, &key, &by(), clock::now()).await.expect("a phone");
    }

    /// Somebody who has not changed the password that they were given.
    pub async fn first_password(&self) -> Secret {
        let user = self.user(Role::Supervisor, true).await;
        self.sign_in(&user).await
    }

    /// A television, paired by a supervisor.
    pub async fn display(&self) -> Secret {
        let supervisor = self.user(Role::Supervisor, false).await;
        let supervisor = self.sign_in(&supervisor).await;
        let (by, now) = (self.who(&supervisor), clock::now());
        let pairing = self.access.begin_pairing(HERE, now).expect("a code");
        let placed =
            Placed { name: unlike_any("screen"), board: "all".into(), profile: ScreenProfile::Floor };
        let paired = self.access.approve_pairing(&pairing.code, &by, HERE, &placed, now).await;
        paired.expect("a screen");
        match self.access.poll_pairing(pairing.secret.expose_secret(), now) {
            Polled::Approved { secret } => {
                self.known(Secret::Cookie(secret.expose_secret().to_owned())).await
            }
            other => panic!("{other:?}"),
        }
    }

    pub async fn expired_token(&self) -> Secret {
        let soon = clock::now() + 200;
        let secret = token_until(&self.access, Role::Supervisor, Some(soon)).await;
        tokio::time::sleep(std::time::Duration::from_millis(250)).await;
        self.unknown(Secret::Bearer(secret)).await
    }

    pub async fn revoked_token(&self) -> Secret {
        let secret = self.token(Role::Supervisor).await;
        self.revoke_token(&secret).await;
        self.unknown(secret).await
    }

    pub async fn ended_session(&self) -> Secret {
        let secret = self.session(Role::Supervisor).await;
        self.sign_out(&secret).await;
        self.unknown(secret).await
    }

    pub async fn revoke_token(&self, secret: &Secret) {
        let id = self.who(secret).id;
        self.access.revoke_token(id, &by(), clock::now()).await.expect("it was valid");
    }

    pub async fn revoke_display(&self, secret: &Secret) {
        let id = self.who(secret).id;
        self.access.revoke_display(id, &by(), clock::now()).await.expect("it was paired");
    }

    pub async fn sign_out(&self, secret: &Secret) {
        self.access.sign_out(&secret.text(), HERE, clock::now()).await.expect("they were signed in");
    }

    pub async fn remove_user_of(&self, secret: &Secret) {
        let id = self.who(secret).id;
        self.access.remove_user(id, &by(), clock::now()).await.expect("they were there");
    }

    /// A supervisor is an agent from now on.
    pub async fn demote_user_of(&self, secret: &Secret) {
        let id = self.who(secret).id;
        let rights = Rights::of(Role::Agent);
        self.access.change_user(id, rights, &by(), clock::now()).await.expect("they were there");
    }

    async fn user(&self, role: Role, must_change_password: bool) -> String {
        self.user_with(Rights::of(role), must_change_password).await
    }

    async fn user_with(&self, rights: Rights, must_change_password: bool) -> String {
        let name = unlike_any(rights.role.word());
        let new = NewUser {
            name: name.clone(),
            rights,
            password: PASSWORD.to_owned().into(),
            must_change_password,
        };
        self.access.add_user(new, &by(), clock::now()).await.expect("a user");
        name
    }

    async fn sign_in(&self, name: &str) -> Secret {
        let signed_in =
            self.access.sign_in(name, PASSWORD, HERE, clock::now()).await.expect("the right password");
        self.known(Secret::Cookie(signed_in.secret.expose_secret().to_owned())).await
    }

    fn who(&self, secret: &Secret) -> std::sync::Arc<access::Who> {
        self.access.grant(&secret.text(), clock::now()).expect("it is valid").who
    }

    /// What another process has written is known to the server a moment later.
    async fn known(&self, secret: Secret) -> Secret {
        self.answers(&secret, true).await;
        secret
    }

    async fn unknown(&self, secret: Secret) -> Secret {
        self.answers(&secret, false).await;
        secret
    }

    async fn answers(&self, secret: &Secret, known: bool) {
        let (name, value) = secret.header().expect("a secret");
        until("the server knows of it", || async {
            let asked = self.plain().get(self.url("/api/v1/board/all")).header(name, &value);
            ((asked.send().await.ok()?.status() != 401) == known).then_some(())
        })
        .await;
    }
}
