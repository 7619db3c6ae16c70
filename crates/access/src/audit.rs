//! Who did what to what, when, from where. Only added to; what is older than `access.audit_days` is forgotten.

use std::str::FromStr;

use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Row, Sqlite};

use crate::sqlite::Connection;
use crate::who::by_word;
use crate::words::word_of;
use crate::{Access, AccessError, By, Id, Millis, UnknownWord};

/// What was done. Closed: what is not in this list cannot be written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Did {
    SignedIn,
    SignInFailed,
    SignedOut,
    SignedOutEverywhere,
    PasswordChanged,
    PasswordSet,
    FirstAdminMade,
    UserAdded,
    UserChanged,
    UserRemoved,
    UserRestored,
    TokenCreated,
    TokenRevoked,
    DisplayPaired,
    PairingFailed,
    DisplayChanged,
    DisplayRevoked,
    /// Told to show its name, or to load anew.
    DisplayOrdered,
    NumberRevealed,
    RecordingPlayed,
    RecordingDownloaded,
    CallStarted,
    /// What came of a call that was started.
    CallAnswered,
    PhoneSet,
    PhoneRemoved,
    Exported,
    SettingsChanged,
    /// Asked for what the role does not open.
    Refused,
    AuditForgotten,
}

/// One thing that was done, as it is handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub at: Millis,
    pub by: By,
    pub did: Did,
    /// To what: a user's name, a call's id, a file's name. Never a secret, never a customer's number.
    pub to: String,
    pub detail: String,
}

/// An entry that is written, with its number: they rise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    pub id: Id,
    pub entry: Entry,
}

/// Which entries; all conditions at once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditFilter {
    pub from: Option<Millis>,
    /// Exclusive.
    pub until: Option<Millis>,
    pub did: Option<Did>,
    /// A part of the doer's name or address, of what it was done to, or of the detail.
    pub text: Option<String>,
    /// Only older ones than this: for the next page.
    pub before: Option<Id>,
}

const DAY: Millis = 24 * 60 * 60 * 1000;

impl Access {
    /// # Errors
    /// It is not written; whoever did it must then not have done it.
    pub async fn audit(&self, entry: Entry) -> Result<(), AccessError> {
        let mut turn = self.turn().await?;
        write(turn.on(), &entry).await?;
        turn.commit_without_reload().await
    }

    /// The newest first, so many at most.
    ///
    /// # Errors
    /// The disk.
    pub async fn audit_entries(&self, filter: &AuditFilter, limit: u32) -> Result<Vec<Written>, AccessError> {
        let mut query = QueryBuilder::<Sqlite>::new("SELECT * FROM audit WHERE 1 = 1");
        if let Some(from) = filter.from {
            query.push(" AND at >= ").push_bind(from);
        }
        if let Some(until) = filter.until {
            query.push(" AND at < ").push_bind(until);
        }
        if let Some(did) = filter.did {
            query.push(" AND did = ").push_bind(did.word());
        }
        if let Some(before) = filter.before {
            query.push(" AND id < ").push_bind(before.0);
        }
        if let Some(text) = filter.text.as_deref().filter(|text| !text.is_empty()) {
            // SQLite knows the small letters of ASCII alone: others are found as they were written, or written small.
            query.push(" AND (instr(lower(who || ' ' || address || ' ' || object || ' ' || detail), lower(");
            query.push_bind(text.to_owned());
            query.push(")) > 0 OR instr(lower(who || ' ' || address || ' ' || object || ' ' || detail), ");
            query.push_bind(text.to_lowercase()).push(") > 0)");
        }
        query.push(" ORDER BY id DESC LIMIT ").push_bind(limit);
        query.build().fetch_all(&self.inner.pool).await?.iter().map(written).collect()
    }

    /// Forgets what is older than the settings say. Returns how many.
    pub(crate) async fn forget_old_entries(&self, now: Millis) -> Result<u64, AccessError> {
        let since = now - Millis::from(self.inner.rules.audit_days) * DAY;
        let mut turn = self.turn().await?;
        sqlx::query("UPDATE audit_kept SET since = $1 WHERE since < $1")
            .bind(since)
            .execute(turn.on())
            .await?;
        let gone = sqlx::query("DELETE FROM audit WHERE at < $1")
            .bind(since)
            .execute(turn.on())
            .await?
            .rows_affected();
        if gone > 0 {
            let entry = Entry {
                at: now,
                by: By::the_server(),
                did: Did::AuditForgotten,
                to: format!("{gone} entries"),
                detail: format!("older than {} days", self.inner.rules.audit_days),
            };
            write(turn.on(), &entry).await?;
        }
        turn.commit_without_reload().await?;
        Ok(gone)
    }
}

pub(crate) async fn write(connection: &mut Connection, entry: &Entry) -> Result<(), sqlx::Error> {
    sqlx::query("INSERT INTO audit (at, who, address, did, object, detail) VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(entry.at)
        .bind(&entry.by.who)
        .bind(&entry.by.address)
        .bind(entry.did.word())
        .bind(&entry.to)
        .bind(&entry.detail)
        .execute(connection)
        .await?;
    Ok(())
}

fn written(row: &SqliteRow) -> Result<Written, AccessError> {
    Ok(Written {
        id: Id(row.try_get("id")?),
        entry: Entry {
            at: row.try_get("at")?,
            by: By { who: row.try_get("who")?, address: row.try_get("address")? },
            did: word_of(row, "did")?,
            to: row.try_get("object")?,
            detail: row.try_get("detail")?,
        },
    })
}

impl Did {
    pub const ALL: [Self; 29] = [
        Self::SignedIn,
        Self::SignInFailed,
        Self::SignedOut,
        Self::SignedOutEverywhere,
        Self::PasswordChanged,
        Self::PasswordSet,
        Self::FirstAdminMade,
        Self::UserAdded,
        Self::UserChanged,
        Self::UserRemoved,
        Self::UserRestored,
        Self::TokenCreated,
        Self::TokenRevoked,
        Self::DisplayPaired,
        Self::PairingFailed,
        Self::DisplayChanged,
        Self::DisplayRevoked,
        Self::DisplayOrdered,
        Self::NumberRevealed,
        Self::RecordingPlayed,
        Self::RecordingDownloaded,
        Self::CallStarted,
        Self::CallAnswered,
        Self::PhoneSet,
        Self::PhoneRemoved,
        Self::Exported,
        Self::SettingsChanged,
        Self::Refused,
        Self::AuditForgotten,
    ];

    /// As it is kept, filtered by and exported.
    pub fn word(self) -> &'static str {
        match self {
            Self::SignedIn => "signed-in",
            Self::SignInFailed => "sign-in-failed",
            Self::SignedOut => "signed-out",
            Self::SignedOutEverywhere => "signed-out-everywhere",
            Self::PasswordChanged => "password-changed",
            Self::PasswordSet => "password-set",
            Self::FirstAdminMade => "first-admin-made",
            Self::UserAdded => "user-added",
            Self::UserChanged => "user-changed",
            Self::UserRemoved => "user-removed",
            Self::UserRestored => "user-restored",
            Self::TokenCreated => "token-created",
            Self::TokenRevoked => "token-revoked",
            Self::DisplayPaired => "display-paired",
            Self::PairingFailed => "pairing-failed",
            Self::DisplayChanged => "display-changed",
            Self::DisplayRevoked => "display-revoked",
            Self::DisplayOrdered => "display-ordered",
            Self::NumberRevealed => "number-revealed",
            Self::RecordingPlayed => "recording-played",
            Self::RecordingDownloaded => "recording-downloaded",
            Self::CallStarted => "call-started",
            Self::CallAnswered => "call-answered",
            Self::PhoneSet => "phone-set",
            Self::PhoneRemoved => "phone-removed",
            Self::Exported => "exported",
            Self::SettingsChanged => "settings-changed",
            Self::Refused => "refused",
            Self::AuditForgotten => "audit-forgotten",
        }
    }
}

impl FromStr for Did {
    type Err = UnknownWord;
    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        by_word(word, &Self::ALL, Self::word)
    }
}
