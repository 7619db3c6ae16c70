//! People who sign in.

use std::collections::{BTreeMap, BTreeSet};

use secrecy::{ExposeSecret, SecretString};
use sqlx::Row;

use crate::audit::{self, Entry};
use crate::sqlite::Connection;
use crate::words::{agent_id, list, list_of, word_of};
use crate::{Access, AccessError, By, Did, Id, Kind, Millis, Role, Who, password};

pub(crate) const LONGEST_NAME: usize = 80;

#[derive(Debug, Clone)]
pub struct User {
    pub id: Id,
    pub name: String,
    pub rights: Rights,
    /// An argon2id PHC string; `None`: only single sign-on lets them in.
    pub(crate) password: Option<SecretString>,
    pub must_change_password: bool,
    /// The provider that vouches for them, and what it calls them.
    pub issuer: Option<String>,
    pub subject: Option<String>,
    pub created_at: Millis,
    pub signed_in_at: Option<Millis>,
    pub removed_at: Option<Millis>,
}

/// What a person may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rights {
    pub role: Role,
    /// Queues' ids or names; `None`: all.
    pub queues: Option<BTreeSet<String>>,
    /// AntRing's agent id.
    pub agent: Option<String>,
    /// Sees customers' numbers masked.
    pub masked: bool,
    /// May reveal one at a time.
    pub may_reveal: bool,
}

#[derive(Debug, Clone)]
pub struct NewUser {
    pub name: String,
    pub rights: Rights,
    pub password: SecretString,
    /// Somebody else chose the password.
    pub must_change_password: bool,
}

impl Rights {
    /// Of a role, over all queues, nothing masked.
    pub fn of(role: Role) -> Self {
        Self { role, queues: None, agent: None, masked: false, may_reveal: false }
    }

    fn check(&self) -> Result<(), AccessError> {
        let fits = Role::OF_USERS.contains(&self.role);
        if fits { Ok(()) } else { Err(AccessError::RoleUnfit(self.role)) }
    }

    /// For the audit.
    pub(crate) fn in_words(&self) -> String {
        let mut words = vec![format!("role {}", self.role)];
        if let Some(queues) = &self.queues {
            words
                .push(format!("queues {}", queues.iter().map(String::as_str).collect::<Vec<_>>().join(", ")));
        }
        if let Some(agent) = &self.agent {
            words.push(format!("agent {agent}"));
        }
        if self.masked {
            words.push("numbers masked".into());
        }
        if self.may_reveal {
            words.push("may reveal".into());
        }
        words.join(", ")
    }
}

impl User {
    pub fn has_password(&self) -> bool {
        self.password.is_some()
    }

    pub(crate) fn who(&self) -> Who {
        Who {
            id: self.id,
            kind: Kind::User,
            name: self.name.clone(),
            role: self.rights.role,
            queues: self.rights.queues.clone(),
            agent: self.rights.agent.clone(),
            board: None,
            profile: None,
            must_change_password: self.must_change_password,
            masked: self.rights.masked,
            may_reveal: self.rights.may_reveal,
        }
    }

    pub(crate) fn is_admin(&self) -> bool {
        let can_sign_in = self.password.is_some() || self.subject.is_some();
        self.removed_at.is_none() && self.rights.role == Role::Admin && can_sign_in
    }
}

impl Access {
    /// Everybody, the removed ones too, by name.
    pub fn users(&self) -> Vec<User> {
        let mut users: Vec<User> = self.memory().kept.users.values().cloned().collect();
        users.sort_by_key(|user| key(&user.name));
        users
    }

    /// Also one that was removed.
    pub fn user(&self, id: Id) -> Option<User> {
        self.memory().kept.users.get(&id).cloned()
    }

    /// By name, whatever its case; not one that was removed.
    pub fn user_named(&self, name: &str) -> Option<User> {
        let name = key(name);
        let memory = self.memory();
        memory.kept.users.values().find(|user| user.removed_at.is_none() && key(&user.name) == name).cloned()
    }

    pub fn has_admin(&self) -> bool {
        self.memory().kept.users.values().any(User::is_admin)
    }

    /// # Errors
    /// The name is taken or unfit, the password or the role unfit.
    pub async fn add_user(&self, new: NewUser, by: &By, now: Millis) -> Result<User, AccessError> {
        let name = fit_name(&new.name)?;
        new.rights.check()?;
        password::fits(new.password.expose_secret(), &name)?;
        let hash = self.inner.hasher.hash(new.password.expose_secret()).await?;
        let mut turn = self.turn().await?;
        let id =
            insert(turn.on(), &name, &new.rights, Some(&hash), new.must_change_password, None, now).await?;
        let detail = new.rights.in_words();
        audit::write(turn.on(), &entry(by, Did::UserAdded, &name, detail, now)).await?;
        turn.commit().await?;
        self.user(id).ok_or(AccessError::Unknown)
    }

    /// Other rights, at once: what is open under the old ones ends.
    ///
    /// # Errors
    /// There is no such user, or nobody would be left who is admin.
    pub async fn change_user(&self, id: Id, rights: Rights, by: &By, now: Millis) -> Result<(), AccessError> {
        rights.check()?;
        let mut turn = self.turn().await?;
        let user = there(turn.on(), id).await?;
        set_rights(turn.on(), id, &rights).await?;
        an_admin_is_left(turn.on(), &user).await?;
        let detail = format!("{}; before: {}", rights.in_words(), user.rights.in_words());
        audit::write(turn.on(), &entry(by, Did::UserChanged, &user.name, detail, now)).await?;
        turn.commit().await
    }

    /// A first password, or one in place of a forgotten one: it must be changed at the next sign-in, and every session
    /// ends.
    ///
    /// # Errors
    /// There is no such user, or the password is unfit.
    pub async fn set_password(
        &self,
        id: Id,
        password: &str,
        by: &By,
        now: Millis,
    ) -> Result<(), AccessError> {
        let user = self.user(id).filter(|user| user.removed_at.is_none()).ok_or(AccessError::Unknown)?;
        password::fits(password, &user.name)?;
        let hash = self.inner.hasher.hash(password).await?;
        let mut turn = self.turn().await?;
        keep_password(turn.on(), id, &hash, true).await?;
        audit::write(turn.on(), &entry(by, Did::PasswordSet, &user.name, String::new(), now)).await?;
        turn.commit().await
    }

    /// All their sessions end. They can be [restored](Self::restore_user); the name is free for another meanwhile.
    ///
    /// # Errors
    /// There is no such user, or nobody would be left who is admin.
    pub async fn remove_user(&self, id: Id, by: &By, now: Millis) -> Result<(), AccessError> {
        let mut turn = self.turn().await?;
        let user = there(turn.on(), id).await?;
        sqlx::query("UPDATE users SET removed_at = $1 WHERE id = $2")
            .bind(now)
            .bind(id.0)
            .execute(turn.on())
            .await?;
        end_sessions(turn.on(), id).await?;
        an_admin_is_left(turn.on(), &user).await?;
        audit::write(turn.on(), &entry(by, Did::UserRemoved, &user.name, String::new(), now)).await?;
        turn.commit().await
    }

    /// Undoes a removal; they sign in again with the password they had.
    ///
    /// # Errors
    /// They are not removed, or somebody else has the name by now.
    pub async fn restore_user(&self, id: Id, by: &By, now: Millis) -> Result<(), AccessError> {
        let user = self.user(id).filter(|user| user.removed_at.is_some()).ok_or(AccessError::Unknown)?;
        let mut turn = self.turn().await?;
        let restored = sqlx::query("UPDATE users SET removed_at = NULL WHERE id = $1").bind(id.0);
        restored.execute(turn.on()).await.map_err(taken)?;
        audit::write(turn.on(), &entry(by, Did::UserRestored, &user.name, String::new(), now)).await?;
        turn.commit().await
    }
}

pub(crate) fn entry(by: &By, did: Did, to: &str, detail: impl Into<String>, now: Millis) -> Entry {
    Entry { at: now, by: by.clone(), did, to: to.to_owned(), detail: detail.into() }
}

pub(crate) fn key(name: &str) -> String {
    name.trim().to_lowercase()
}

pub(crate) fn fit_name(name: &str) -> Result<String, AccessError> {
    fit_label(name, LONGEST_NAME).ok_or(AccessError::NameUnfit)
}

/// Trimmed, if it is something, no longer than so many characters and can be read in one line.
pub(crate) fn fit_label(label: &str, longest: usize) -> Option<String> {
    let label = label.trim();
    let is_fit = (1..=longest).contains(&label.chars().count()) && !label.contains(char::is_control);
    is_fit.then(|| label.to_owned())
}

fn taken(error: sqlx::Error) -> AccessError {
    match &error {
        sqlx::Error::Database(database) if database.is_unique_violation() => AccessError::NameTaken,
        _ => error.into(),
    }
}

pub(crate) async fn insert(
    connection: &mut Connection,
    name: &str,
    rights: &Rights,
    password: Option<&str>,
    must_change_password: bool,
    provider: Option<(&str, &str)>,
    now: Millis,
) -> Result<Id, AccessError> {
    let inserted = sqlx::query(
        "INSERT INTO users (name, name_key, role, queues, agent, password, must_change_password, masked, \
         may_reveal, issuer, subject, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
    )
    .bind(name)
    .bind(key(name))
    .bind(rights.role.word())
    .bind(list(rights.queues.as_ref()))
    .bind(agent_id(rights.agent.as_deref()))
    .bind(password)
    .bind(must_change_password)
    .bind(rights.masked)
    .bind(rights.may_reveal)
    .bind(provider.map(|(issuer, _)| issuer))
    .bind(provider.map(|(_, subject)| subject))
    .bind(now)
    .execute(connection)
    .await
    .map_err(taken)?;
    Ok(Id(inserted.last_insert_rowid()))
}

pub(crate) async fn set_rights(
    connection: &mut Connection,
    id: Id,
    rights: &Rights,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE users SET role = $1, queues = $2, agent = $3, masked = $4, may_reveal = $5 WHERE id = $6",
    )
    .bind(rights.role.word())
    .bind(list(rights.queues.as_ref()))
    .bind(agent_id(rights.agent.as_deref()))
    .bind(rights.masked)
    .bind(rights.may_reveal)
    .bind(id.0)
    .execute(connection)
    .await
    .map(|_| ())
}

/// Whoever knew the old one knows nothing any more: all sessions end.
pub(crate) async fn keep_password(
    connection: &mut Connection,
    id: Id,
    hash: &str,
    must_change: bool,
) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE users SET password = $1, must_change_password = $2 WHERE id = $3")
        .bind(hash)
        .bind(must_change)
        .bind(id.0)
        .execute(&mut *connection)
        .await?;
    end_sessions(connection, id).await
}

pub(crate) async fn end_sessions(connection: &mut Connection, user: Id) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM sessions WHERE user_id = $1").bind(user.0).execute(connection).await.map(|_| ())
}

/// The user as the disk has them at this moment, if not removed.
async fn there(connection: &mut Connection, id: Id) -> Result<User, AccessError> {
    let user = read(connection).await?.remove(&id);
    user.filter(|user| user.removed_at.is_none()).ok_or(AccessError::Unknown)
}

/// Asked within the transaction, so that two admins cannot remove each other at the same time.
async fn an_admin_is_left(connection: &mut Connection, changed: &User) -> Result<(), AccessError> {
    let is_left = !changed.is_admin() || read(connection).await?.values().any(User::is_admin);
    if is_left { Ok(()) } else { Err(AccessError::LastAdmin) }
}

pub(crate) async fn read(connection: &mut Connection) -> Result<BTreeMap<Id, User>, AccessError> {
    let rows = sqlx::query("SELECT * FROM users").fetch_all(connection).await?;
    let user = |row: &sqlx::sqlite::SqliteRow| -> Result<(Id, User), AccessError> {
        let id = Id(row.try_get("id")?);
        let rights = Rights {
            role: word_of(row, "role")?,
            queues: list_of(row, "queues")?,
            agent: row.try_get("agent")?,
            masked: row.try_get("masked")?,
            may_reveal: row.try_get("may_reveal")?,
        };
        let user = User {
            id,
            name: row.try_get("name")?,
            rights,
            password: row.try_get::<Option<String>, _>("password")?.map(Into::into),
            must_change_password: row.try_get("must_change_password")?,
            issuer: row.try_get("issuer")?,
            subject: row.try_get("subject")?,
            created_at: row.try_get("created_at")?,
            signed_in_at: row.try_get("signed_in_at")?,
            removed_at: row.try_get("removed_at")?,
        };
        Ok((id, user))
    };
    rows.iter().map(user).collect()
}
