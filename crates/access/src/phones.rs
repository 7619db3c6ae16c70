//! A user's own phone: the SIP user and password by which AntRing rings it. They are kept sealed, for that user alone,
//! and never shown again.

use std::collections::BTreeMap;
use std::path::Path;

use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};
use sqlx::Row;

use crate::seal::{Key, Mark};
use crate::sqlite::{self, Connection};
use crate::users::entry;
use crate::{Access, AccessError, By, Did, Id, Millis, audit};

pub(crate) const LONGEST: usize = 128;

/// The phone that rings first when its user calls by a click.
#[derive(Debug, Clone)]
pub struct Device {
    pub user: String,
    pub password: SecretString,
}

/// What can be said of a user's own phone without saying what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhoneState {
    None,
    Set {
        at: Millis,
    },
    /// It was set, and the key that is there now does not open it, or there is none. It stays as it is: with the key
    /// it was sealed by it opens again.
    Locked {
        at: Millis,
    },
}

/// As it lies on the disk.
#[derive(Debug, Clone)]
pub(crate) struct Sealed {
    mark: Mark,
    sealed: Vec<u8>,
    at: Millis,
}

impl Device {
    /// # Errors
    /// Something is empty, too long, or cannot be typed into a phone.
    fn check(&self) -> Result<(), AccessError> {
        let is_fit = |text: &str| (1..=LONGEST).contains(&text.len()) && !text.contains(char::is_control);
        if !is_fit(&self.user) || self.user.contains(char::is_whitespace) {
            return Err(AccessError::SipUserUnfit);
        }
        if is_fit(self.password.expose_secret()) { Ok(()) } else { Err(AccessError::SipPasswordUnfit) }
    }
}

impl Access {
    /// `None`: none was set, or this key does not open it.
    pub fn phone(&self, user: Id, key: &Key) -> Option<Device> {
        let memory = self.memory();
        let is_there = memory.kept.users.get(&user).is_some_and(|user| user.removed_at.is_none());
        memory.kept.phones.get(&user).filter(|_| is_there)?.open(user, key)
    }

    pub fn phone_state(&self, user: Id, key: Option<&Key>) -> PhoneState {
        let memory = self.memory();
        match memory.kept.phones.get(&user) {
            None => PhoneState::None,
            Some(phone) if key.is_some_and(|key| phone.open(user, key).is_some()) => {
                PhoneState::Set { at: phone.at }
            }
            Some(phone) => PhoneState::Locked { at: phone.at },
        }
    }

    /// Sets or replaces it.
    ///
    /// # Errors
    /// There is no such user, or the phone is unfit.
    pub async fn set_phone(
        &self,
        user: Id,
        device: &Device,
        key: &Key,
        by: &By,
        now: Millis,
    ) -> Result<(), AccessError> {
        device.check()?;
        let text = Zeroizing::new(
            serde_json::to_vec(&[device.user.as_str(), device.password.expose_secret()])
                .expect("text becomes JSON"),
        );
        let sealed = key.seal(&text, &belongs_to(user));
        let mut turn = self.turn().await?;
        let name = self.user(user).filter(|user| user.removed_at.is_none()).ok_or(AccessError::Unknown)?.name;
        sqlx::query(
            "INSERT INTO phones (user_id, key_mark, sealed, set_at) VALUES ($1, $2, $3, $4) ON CONFLICT (user_id) \
             DO UPDATE SET key_mark = excluded.key_mark, sealed = excluded.sealed, set_at = excluded.set_at",
        )
        .bind(user.0)
        .bind(key.mark.as_slice())
        .bind(sealed)
        .bind(now)
        .execute(turn.on())
        .await?;
        audit::write(turn.on(), &entry(by, Did::PhoneSet, &name, "", now)).await?;
        turn.commit().await
    }

    /// # Errors
    /// There is no such user, or they have none.
    pub async fn remove_phone(&self, user: Id, by: &By, now: Millis) -> Result<(), AccessError> {
        let name = self.user(user).ok_or(AccessError::Unknown)?.name;
        let mut turn = self.turn().await?;
        let removed =
            sqlx::query("DELETE FROM phones WHERE user_id = $1").bind(user.0).execute(turn.on()).await?;
        if removed.rows_affected() == 0 {
            return Err(AccessError::Unknown);
        }
        audit::write(turn.on(), &entry(by, Did::PhoneRemoved, &name, "", now)).await?;
        turn.commit().await
    }

    /// The one person who is this agent of AntRing's; `None` when there are several.
    pub fn user_who_is(&self, agent: &str) -> Option<Id> {
        let memory = self.memory();
        let is_it = |own: &str| own.eq_ignore_ascii_case(agent);
        let mut users = memory
            .kept
            .users
            .values()
            .filter(|user| user.removed_at.is_none() && user.rights.agent.as_deref().is_some_and(is_it));
        users.next().filter(|_| users.next().is_none()).map(|user| user.id)
    }
}

/// How many phones a file keeps, and how many of them this key does not open. Nothing is changed by looking, and an older
/// version's file is not brought to this one.
///
/// # Errors
/// It cannot be read.
pub async fn look_at_phones(file: &Path, key: Option<&Key>) -> Result<(usize, usize), AccessError> {
    let pool = sqlite::reading(file);
    let mut connection = pool.acquire().await?;
    let table = sqlx::query("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'phones'");
    let phones = match table.fetch_optional(&mut *connection).await? {
        Some(_) => read(&mut connection).await?,
        None => BTreeMap::new(),
    };
    let is_locked = |(user, phone): &(&Id, &Sealed)| key.is_none_or(|key| phone.open(**user, key).is_none());
    Ok((phones.len(), phones.iter().filter(is_locked).count()))
}

impl Sealed {
    fn open(&self, user: Id, key: &Key) -> Option<Device> {
        if self.mark != key.mark {
            return None;
        }
        let text = key.open(&self.sealed, &belongs_to(user))?;
        let (user, password): (String, String) = serde_json::from_slice(&text).ok()?;
        Some(Device { user, password: password.into() })
    }
}

/// Sealed for one user, a row opens nothing as another's.
fn belongs_to(user: Id) -> Vec<u8> {
    format!("callboard phone of user {user}").into_bytes()
}

/// By user.
pub(crate) async fn read(connection: &mut Connection) -> Result<BTreeMap<Id, Sealed>, AccessError> {
    let rows = sqlx::query("SELECT * FROM phones").fetch_all(connection).await?;
    let phone = |row: &sqlx::sqlite::SqliteRow| -> Result<(Id, Sealed), AccessError> {
        let phone = Sealed {
            // A mark of another length is of no key of ours.
            mark: row.try_get::<&[u8], _>("key_mark")?.try_into().unwrap_or_default(),
            sealed: row.try_get("sealed")?,
            at: row.try_get("set_at")?,
        };
        Ok((Id(row.try_get("user_id")?), phone))
    };
    rows.iter().map(phone).collect()
}
