//! What a person holds after signing in.

use std::collections::BTreeMap;
use std::net::IpAddr;

use secrecy::SecretString;
use sqlx::Row;

use crate::secret::{self, Hash, Purpose};
use crate::sqlite::Connection;
use crate::users::{self, entry};
use crate::words::hash_of;
use crate::{Access, AccessError, By, Did, Id, Millis, audit};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub id: Id,
    pub user: Id,
    pub created_at: Millis,
    /// To the minute after a restart, exact while the server runs.
    pub used_at: Millis,
    /// Where it was begun.
    pub address: String,
}

impl Access {
    /// Somebody's open sessions, the last used first.
    pub fn sessions_of(&self, user: Id) -> Vec<Session> {
        let memory = self.memory();
        let of_user = memory.kept.sessions.values().filter(|(_, session)| session.user == user);
        let open = of_user.filter_map(|(hash, session)| {
            let used_at = memory.used_at(hash)?;
            Some(Session { used_at, ..session.clone() })
        });
        let mut sessions: Vec<Session> = open.collect();
        sessions.sort_by_key(|session| std::cmp::Reverse(session.used_at));
        sessions
    }

    /// Ends the session of this secret; of none, nothing.
    ///
    /// # Errors
    /// The disk: then they are still signed in.
    pub async fn sign_out(&self, secret: &str, address: IpAddr, now: Millis) -> Result<(), AccessError> {
        let hash = secret::hash(secret);
        let grant = self.memory().holds(&hash).filter(|grant| grant.session.is_some()).cloned();
        let Some(grant) = grant else { return Ok(()) };
        let mut turn = self.turn().await?;
        sqlx::query("DELETE FROM sessions WHERE hash = $1").bind(&hash[..]).execute(turn.on()).await?;
        let by = By::of(&grant.who, address);
        audit::write(turn.on(), &entry(&by, Did::SignedOut, &grant.who.name, "", now)).await?;
        turn.commit().await
    }

    /// Ends one session of that user, found in [`sessions_of`](Self::sessions_of).
    ///
    /// # Errors
    /// It is none of theirs, or ended already.
    pub async fn end_session(&self, user: Id, session: Id, by: &By, now: Millis) -> Result<(), AccessError> {
        let name = self.user(user).ok_or(AccessError::Unknown)?.name;
        let mut turn = self.turn().await?;
        let ended = sqlx::query("DELETE FROM sessions WHERE id = $1 AND user_id = $2")
            .bind(session.0)
            .bind(user.0)
            .execute(turn.on())
            .await?;
        if ended.rows_affected() == 0 {
            return Err(AccessError::Unknown);
        }
        audit::write(turn.on(), &entry(by, Did::SignedOut, &name, "one session", now)).await?;
        turn.commit().await
    }

    /// Ends every session of a user.
    ///
    /// # Errors
    /// There is no such user, or the disk.
    pub async fn sign_out_everywhere(&self, user: Id, by: &By, now: Millis) -> Result<(), AccessError> {
        let name = self.user(user).ok_or(AccessError::Unknown)?.name;
        let mut turn = self.turn().await?;
        users::end_sessions(turn.on(), user).await?;
        audit::write(turn.on(), &entry(by, Did::SignedOutEverywhere, &name, "", now)).await?;
        turn.commit().await
    }
}

/// A new session with a new secret: one from before the sign-in opens nothing.
pub(crate) async fn begin(
    connection: &mut Connection,
    user: Id,
    address: IpAddr,
    now: Millis,
) -> Result<(SecretString, Hash), sqlx::Error> {
    let (secret, hash) = secret::make(Purpose::Session);
    sqlx::query(
        "INSERT INTO sessions (hash, user_id, created_at, used_at, address) VALUES ($1, $2, $3, $3, $4)",
    )
    .bind(&hash[..])
    .bind(user.0)
    .bind(now)
    .bind(address.to_string())
    .execute(&mut *connection)
    .await?;
    sqlx::query("UPDATE users SET signed_in_at = $1 WHERE id = $2")
        .bind(now)
        .bind(user.0)
        .execute(connection)
        .await?;
    Ok((secret, hash))
}

pub(crate) async fn read(connection: &mut Connection) -> Result<BTreeMap<Id, (Hash, Session)>, AccessError> {
    let rows = sqlx::query("SELECT * FROM sessions").fetch_all(connection).await?;
    let session = |row: &sqlx::sqlite::SqliteRow| -> Result<(Id, (Hash, Session)), AccessError> {
        let id = Id(row.try_get("id")?);
        let session = Session {
            id,
            user: Id(row.try_get("user_id")?),
            created_at: row.try_get("created_at")?,
            used_at: row.try_get("used_at")?,
            address: row.try_get("address")?,
        };
        Ok((id, (hash_of(row)?, session)))
    };
    rows.iter().map(session).collect()
}
