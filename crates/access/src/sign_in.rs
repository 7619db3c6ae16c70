//! Signing in by name and password, and changing one's own password.

use std::net::IpAddr;
use std::sync::Arc;

use secrecy::{ExposeSecret, SecretString};

use crate::back_off::Key;
use crate::open::Turn;
use crate::users::{self, User, entry};
use crate::{Access, AccessError, By, Did, Id, Millis, SignInError, Who, audit, password, sessions};

/// A session that has just begun. Its secret is shown this once.
#[derive(Debug, Clone)]
pub struct SignedIn {
    pub secret: SecretString,
    pub who: Arc<Who>,
}

impl SignedIn {
    /// Nothing opens but the page where the password is changed.
    pub fn must_change(&self) -> bool {
        self.who.must_change_password
    }
}

impl Access {
    /// Takes as long for a name that nobody has as for a wrong password.
    ///
    /// # Errors
    /// Wrong, or too often wrong, from here or in this name.
    pub async fn sign_in(
        &self,
        name: &str,
        password: &str,
        address: IpAddr,
        now: Millis,
    ) -> Result<SignedIn, SignInError> {
        let keys = Key::of_sign_in(name, address);
        self.back_off().attempt(&keys, now).map_err(|seconds| SignInError::Wait { seconds })?;
        let user = self.user_named(name);
        // Longer than any that was ever set; hashing it would be work for nothing.
        let password = if password.chars().count() > password::LONGEST { "" } else { password };
        let kept = user.as_ref().and_then(|user| user.password.as_ref()).map(ExposeSecret::expose_secret);
        let is = self.inner.hasher.is(password, kept).await?;
        let Some(user) = user.filter(|_| is) else {
            self.write_failure(name, address, now).await?;
            return Err(SignInError::Wrong);
        };
        let mut turn = self.turn().await?;
        if !is_still(&mut turn, &user).await? {
            return Err(SignInError::Wrong);
        }
        let signed_in = self.begin_session(turn, &user, address, "password", now).await?;
        self.back_off().take_back(&keys);
        Ok(signed_in)
    }

    /// One's own: the present password is asked for again. Every session ends, and a new one begins.
    ///
    /// # Errors
    /// The present password is another, too many such attempts, or the new one is unfit.
    pub async fn change_password(
        &self,
        user: Id,
        present: &str,
        new: &str,
        address: IpAddr,
        now: Millis,
    ) -> Result<SignedIn, AccessError> {
        let user = self.user(user).filter(|user| user.removed_at.is_none()).ok_or(AccessError::Unknown)?;
        let keys = Key::of_sign_in(&user.name, address);
        self.back_off().attempt(&keys, now).map_err(|seconds| AccessError::Wait { seconds })?;
        let kept = user.password.as_ref().map(ExposeSecret::expose_secret);
        if !self.inner.hasher.is(present, kept).await? {
            return Err(AccessError::WrongPassword);
        }
        self.back_off().take_back(&keys);
        password::fits(new, &user.name)?;
        if new == present {
            return Err(password::Unfit::Same.into());
        }
        let hash = self.inner.hasher.hash(new).await?;
        let mut turn = self.turn().await?;
        if !is_still(&mut turn, &user).await? {
            return Err(AccessError::WrongPassword);
        }
        users::keep_password(turn.on(), user.id, &hash, false).await?;
        let by = By { who: user.name.clone(), address: address.to_string() };
        audit::write(turn.on(), &entry(&by, Did::PasswordChanged, &user.name, "", now)).await?;
        self.begin_session(turn, &user, address, "new password", now).await
    }

    /// Keeps what the turn holds and a session besides.
    pub(crate) async fn begin_session(
        &self,
        mut turn: Turn<'_>,
        user: &User,
        address: IpAddr,
        how: &str,
        now: Millis,
    ) -> Result<SignedIn, AccessError> {
        let (secret, hash) = sessions::begin(turn.on(), user.id, address, now).await?;
        let by = By { who: user.name.clone(), address: address.to_string() };
        audit::write(turn.on(), &entry(&by, Did::SignedIn, &user.name, how, now)).await?;
        turn.commit().await?;
        let who = self.memory().holds(&hash).map(|grant| grant.who.clone());
        Ok(SignedIn { secret, who: who.ok_or(AccessError::Unknown)? })
    }

    async fn write_failure(&self, name: &str, address: IpAddr, now: Millis) -> Result<(), AccessError> {
        // A password typed into the field for the name must not be kept in the clear: unknown names are not written.
        let to = self.user_named(name).map_or_else(|| "unknown name".to_owned(), |user| user.name);
        self.audit(entry(&By::nobody(address), Did::SignInFailed, &to, "", now)).await
    }
}

/// Whether the password that was compared is still theirs: hashing takes time, and another process may have changed it.
async fn is_still(turn: &mut Turn<'_>, user: &User) -> Result<bool, AccessError> {
    let there = users::read(turn.on()).await?.remove(&user.id);
    let compared = user.password.as_ref().map(ExposeSecret::expose_secret);
    Ok(there.is_some_and(|there| {
        there.removed_at.is_none() && there.password.as_ref().map(ExposeSecret::expose_secret) == compared
    }))
}
