//! API tokens: for programs, and for screens that cannot be paired.

use std::collections::{BTreeMap, BTreeSet};

use secrecy::SecretString;
use sqlx::Row;

use crate::secret::{self, Hash, Purpose};
use crate::sqlite::Connection;
use crate::users::{entry, fit_name};
use crate::words::{agent_id, hash_of, list, list_of, word_of};
use crate::{Access, AccessError, By, Did, Id, Kind, Millis, Role, Who, audit};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    pub id: Id,
    pub name: String,
    pub role: Role,
    /// The only board it opens; `None`: any.
    pub board: Option<String>,
    /// Queues' ids or names; `None`: all.
    pub queues: Option<BTreeSet<String>>,
    /// AntRing's agent id.
    pub agent: Option<String>,
    pub created_at: Millis,
    pub created_by: String,
    pub expires_at: Option<Millis>,
    /// To the minute after a restart.
    pub used_at: Option<Millis>,
    pub revoked_at: Option<Millis>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewToken {
    pub name: String,
    pub role: Role,
    pub board: Option<String>,
    pub queues: Option<BTreeSet<String>>,
    pub agent: Option<String>,
    pub expires_at: Option<Millis>,
}

impl Token {
    pub(crate) fn who(&self) -> Who {
        Who {
            id: self.id,
            kind: Kind::Token,
            name: self.name.clone(),
            role: self.role,
            queues: self.queues.clone(),
            agent: self.agent.clone(),
            board: self.board.clone(),
            profile: None,
            must_change_password: false,
            masked: false,
            may_reveal: false,
        }
    }
}

impl Access {
    /// All of them, the newest first, also the revoked and the expired.
    pub fn tokens(&self) -> Vec<Token> {
        let memory = self.memory();
        let tokens = memory.kept.tokens.values().rev();
        let with_use = tokens.map(|(hash, token)| {
            let used_at = memory.used_at(hash).filter(|at| *at > 0).or(token.used_at);
            Token { used_at, ..token.clone() }
        });
        with_use.collect()
    }

    /// The secret is shown this once.
    ///
    /// # Errors
    /// The name or the role is unfit.
    pub async fn create_token(
        &self,
        new: NewToken,
        by: &By,
        now: Millis,
    ) -> Result<(Token, SecretString), AccessError> {
        let name = fit_name(&new.name)?;
        if !Role::OF_TOKENS.contains(&new.role) {
            return Err(AccessError::RoleUnfit(new.role));
        }
        let (secret, hash) = secret::make(Purpose::Token);
        let mut turn = self.turn().await?;
        let inserted = sqlx::query(
            "INSERT INTO tokens (hash, name, role, board, queues, agent, created_at, created_by, expires_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(&hash[..])
        .bind(&name)
        .bind(new.role.word())
        .bind(new.board.as_deref())
        .bind(list(new.queues.as_ref()))
        .bind(agent_id(new.agent.as_deref()))
        .bind(now)
        .bind(&by.who)
        .bind(new.expires_at)
        .execute(turn.on())
        .await?;
        let board = new.board.map_or_else(String::new, |board| format!(", board {board}"));
        let detail = format!("role {}{board}", new.role);
        audit::write(turn.on(), &entry(by, Did::TokenCreated, &name, detail, now)).await?;
        turn.commit().await?;
        let id = Id(inserted.last_insert_rowid());
        let token = self.memory().kept.tokens.get(&id).map(|(_, token)| token.clone());
        Ok((token.ok_or(AccessError::Unknown)?, secret))
    }

    /// # Errors
    /// There is none of that number, or it is revoked already.
    pub async fn revoke_token(&self, id: Id, by: &By, now: Millis) -> Result<(), AccessError> {
        let mut turn = self.turn().await?;
        let row = sqlx::query(
            "UPDATE tokens SET revoked_at = $1 WHERE id = $2 AND revoked_at IS NULL RETURNING name",
        );
        let row = row.bind(now).bind(id.0).fetch_optional(turn.on()).await?.ok_or(AccessError::Unknown)?;
        let name: String = row.try_get(0)?;
        audit::write(turn.on(), &entry(by, Did::TokenRevoked, &name, "", now)).await?;
        turn.commit().await
    }
}

pub(crate) async fn read(connection: &mut Connection) -> Result<BTreeMap<Id, (Hash, Token)>, AccessError> {
    let rows = sqlx::query("SELECT * FROM tokens").fetch_all(connection).await?;
    let token = |row: &sqlx::sqlite::SqliteRow| -> Result<(Id, (Hash, Token)), AccessError> {
        let id = Id(row.try_get("id")?);
        let token = Token {
            id,
            name: row.try_get("name")?,
            role: word_of(row, "role")?,
            board: row.try_get("board")?,
            queues: list_of(row, "queues")?,
            agent: row.try_get("agent")?,
            created_at: row.try_get("created_at")?,
            created_by: row.try_get("created_by")?,
            expires_at: row.try_get("expires_at")?,
            used_at: row.try_get("used_at")?,
            revoked_at: row.try_get("revoked_at")?,
        };
        Ok((id, (hash_of(row)?, token)))
    };
    rows.iter().map(token).collect()
}
