//! People whom a provider of OpenID Connect vouches for.

use std::net::IpAddr;

use crate::users::{self, User, entry};
use crate::{Access, AccessError, By, Did, Millis, Rights, SignedIn, audit};

/// Whom the provider has told of, after its signature was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub issuer: String,
    /// The provider's own, unchanging name of them.
    pub subject: String,
    /// What to call them.
    pub name: String,
    /// By their groups there.
    pub rights: Rights,
}

impl Person {
    /// The provider says the role and the queues. Masks and permissions are set here alone, and so is who of AntRing's
    /// agents they are, where the provider does not tell.
    fn rights_after(&self, before: &Rights) -> Rights {
        let rights = self.rights.clone();
        let same_role = rights.role == before.role;
        Rights {
            masked: rights.masked || (same_role && before.masked),
            may_reveal: rights.may_reveal || (same_role && before.may_reveal),
            agent: rights.agent.or_else(|| before.agent.clone().filter(|_| same_role)),
            ..rights
        }
    }
}

impl Access {
    /// Signs them in with the rights that the provider gives them now; sessions under other rights end. They are known
    /// by issuer and subject alone: a local account of the same name is another person.
    ///
    /// # Errors
    /// They were removed here, or the disk.
    pub async fn oidc_sign_in(
        &self,
        person: &Person,
        address: IpAddr,
        now: Millis,
    ) -> Result<SignedIn, AccessError> {
        let mut turn = self.turn().await?;
        let all = users::read(turn.on()).await?;
        let by = by(&person.name, address);
        let id = match all.values().find(|user| is_them(user, &person.issuer, &person.subject)) {
            Some(user) if user.removed_at.is_some() => return Err(AccessError::Unknown),
            Some(user) => {
                let rights = person.rights_after(&user.rights);
                if rights != user.rights {
                    users::set_rights(turn.on(), user.id, &rights).await?;
                    let words = format!("{}, before: {}", rights.in_words(), user.rights.in_words());
                    let did = entry(&by, Did::UserChanged, &user.name, words, now);
                    audit::write(turn.on(), &did).await?;
                }
                user.id
            }
            None => {
                let name = free_name(&person.name, all.values());
                let provider = Some((&*person.issuer, &*person.subject));
                let id = users::insert(turn.on(), &name, &person.rights, None, false, provider, now).await?;
                let did = entry(&by, Did::UserAdded, &name, person.rights.in_words(), now);
                audit::write(turn.on(), &did).await?;
                id
            }
        };
        let user = users::read(turn.on()).await?.remove(&id).ok_or(AccessError::Unknown)?;
        self.begin_session(turn, &user, address, "single sign-on", now).await
    }

    /// Whom the provider gives no role any more: their sessions end. Who was never here is nobody's concern.
    ///
    /// # Errors
    /// The disk.
    pub async fn oidc_refused(
        &self,
        issuer: &str,
        subject: &str,
        address: IpAddr,
        now: Millis,
    ) -> Result<(), AccessError> {
        let all = users::read(self.turn().await?.on()).await?;
        match all.values().find(|user| is_them(user, issuer, subject) && user.removed_at.is_none()) {
            Some(user) => self.sign_out_everywhere(user.id, &by(&user.name, address), now).await,
            None => Ok(()),
        }
    }
}

fn is_them(user: &User, issuer: &str, subject: &str) -> bool {
    user.issuer.as_deref() == Some(issuer) && user.subject.as_deref() == Some(subject)
}

fn by(name: &str, address: IpAddr) -> By {
    By { who: format!("{name} (single sign-on)"), address: address.to_string() }
}

/// The name, or with a number when somebody has it.
fn free_name<'a>(wanted: &str, all: impl Iterator<Item = &'a User> + Clone) -> String {
    let clean: String = wanted.trim().chars().filter(|character| !character.is_control()).collect();
    let short: String = clean.chars().take(users::LONGEST_NAME - 6).collect();
    let wanted = if short.is_empty() { "?".to_owned() } else { short };
    let is_taken = |name: &str| {
        all.clone().any(|user| user.removed_at.is_none() && users::key(&user.name) == users::key(name))
    };
    let numbered = (2u32..).map(|number| format!("{wanted} {number}"));
    let mut names = [wanted.clone()].into_iter().chain(numbered);
    names.find(|name| !is_taken(name)).unwrap_or(wanted)
}
