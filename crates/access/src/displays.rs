//! Televisions that were paired. What they hold never ends by itself: only a person revokes it.

use std::collections::BTreeMap;

use sqlx::Row;

use crate::memory::Kept;
use crate::secret::Hash;
use crate::sqlite::Connection;
use crate::users::{entry, fit_name};
use crate::words::{hash_of, word_of};
use crate::{Access, AccessError, By, Did, Id, Kind, Millis, Role, ScreenProfile, Who, audit};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Display {
    pub id: Id,
    pub name: String,
    pub board: String,
    pub profile: ScreenProfile,
    pub paired_at: Millis,
    pub paired_by: String,
    pub revoked_at: Option<Millis>,
    /// When it last showed its secret or said how it is; to the minute after a restart.
    pub seen_at: Option<Millis>,
    /// What it said last.
    pub state: Option<DisplayState>,
}

/// What a screen says of itself, each half minute or so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisplayState {
    /// Of the page it shows.
    pub version: String,
    /// `1920×1080`
    pub resolution: String,
    /// When the last frame was drawn, by the server's clock.
    pub last_frame_at: Option<Millis>,
    /// When the page was loaded.
    pub up_since: Option<Millis>,
    pub address: String,
}

impl Display {
    pub(crate) fn who(&self) -> Who {
        Who {
            id: self.id,
            kind: Kind::Display,
            name: self.name.clone(),
            role: Role::Display,
            queues: None,
            agent: None,
            board: Some(self.board.clone()),
            profile: Some(self.profile),
            must_change_password: false,
            masked: true,
            may_reveal: false,
        }
    }
}

impl Access {
    /// All of them by name, also the revoked.
    pub fn displays(&self) -> Vec<Display> {
        let memory = self.memory();
        let with_use = memory.kept.displays.values().map(|(hash, display)| {
            let seen_at = memory.used_at(hash).filter(|at| *at > 0).max(display.seen_at);
            Display { seen_at, ..display.clone() }
        });
        let mut displays: Vec<Display> = with_use.collect();
        displays.sort_by_key(|display| display.name.to_lowercase());
        displays
    }

    pub fn display(&self, id: Id) -> Option<Display> {
        self.displays().into_iter().find(|display| display.id == id)
    }

    /// What a screen says of itself. Held in memory, and written down each minute.
    pub fn seen(&self, id: Id, state: DisplayState, now: Millis) {
        if let Some((_, display)) = self.memory_mut().kept.displays.get_mut(&id) {
            display.state = Some(state);
            display.seen_at = display.seen_at.max(Some(now));
        }
    }

    /// # Errors
    /// There is none of that number, it was revoked, or the name is unfit.
    pub async fn rename_display(&self, id: Id, name: &str, by: &By, now: Millis) -> Result<(), AccessError> {
        let name = fit_name(name)?;
        let change = sqlx::query("UPDATE displays SET name = $1 WHERE id = $2 AND revoked_at IS NULL");
        self.change_display(id, change.bind(&name), format!("name {name}"), by, now).await
    }

    /// Another board, at once: what it shows ends, and it comes back with the new one.
    ///
    /// # Errors
    /// There is none of that number, or it was revoked.
    pub async fn set_board(&self, id: Id, board: &str, by: &By, now: Millis) -> Result<(), AccessError> {
        let change = sqlx::query("UPDATE displays SET board = $1 WHERE id = $2 AND revoked_at IS NULL");
        self.change_display(id, change.bind(board), format!("board {board}"), by, now).await
    }

    /// # Errors
    /// There is none of that number, or it was revoked.
    pub async fn set_profile(
        &self,
        id: Id,
        profile: ScreenProfile,
        by: &By,
        now: Millis,
    ) -> Result<(), AccessError> {
        let change = sqlx::query("UPDATE displays SET profile = $1 WHERE id = $2 AND revoked_at IS NULL");
        self.change_display(id, change.bind(profile.word()), format!("profile {profile}"), by, now).await
    }

    /// For good: the screen shows a code again.
    ///
    /// # Errors
    /// There is none of that number, or it is revoked already.
    pub async fn revoke_display(&self, id: Id, by: &By, now: Millis) -> Result<(), AccessError> {
        let name = self.display(id).ok_or(AccessError::Unknown)?.name;
        let mut turn = self.turn().await?;
        let revoked = sqlx::query("UPDATE displays SET revoked_at = $1 WHERE id = $2 AND revoked_at IS NULL")
            .bind(now)
            .bind(id.0)
            .execute(turn.on())
            .await?;
        if revoked.rows_affected() == 0 {
            return Err(AccessError::Unknown);
        }
        audit::write(turn.on(), &entry(by, Did::DisplayRevoked, &name, "", now)).await?;
        turn.commit().await
    }

    async fn change_display(
        &self,
        id: Id,
        change: sqlx::query::Query<'_, sqlx::Sqlite, sqlx::sqlite::SqliteArguments>,
        detail: String,
        by: &By,
        now: Millis,
    ) -> Result<(), AccessError> {
        let name = self.display(id).ok_or(AccessError::Unknown)?.name;
        let mut turn = self.turn().await?;
        if change.bind(id.0).execute(turn.on()).await?.rows_affected() == 0 {
            return Err(AccessError::Unknown);
        }
        audit::write(turn.on(), &entry(by, Did::DisplayChanged, &name, detail, now)).await?;
        turn.commit().await
    }
}

/// The disk knows it to the minute only.
pub(crate) fn keep_what_screens_said(kept: &mut Kept, before: &Kept) {
    for (id, (_, display)) in &mut kept.displays {
        if let Some((_, known)) = before.displays.get(id)
            && known.seen_at >= display.seen_at
        {
            display.seen_at = known.seen_at;
            display.state.clone_from(&known.state);
        }
    }
}

pub(crate) async fn write_state(
    connection: &mut Connection,
    id: Id,
    at: Millis,
    state: Option<&DisplayState>,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE displays SET seen_at = $1, version = coalesce($2, version), \
         resolution = coalesce($3, resolution), last_frame_at = coalesce($4, last_frame_at), \
         up_since = coalesce($5, up_since), address = coalesce($6, address) WHERE id = $7",
    )
    .bind(at)
    .bind(state.map(|state| &*state.version))
    .bind(state.map(|state| &*state.resolution))
    .bind(state.and_then(|state| state.last_frame_at))
    .bind(state.and_then(|state| state.up_since))
    .bind(state.map(|state| &*state.address))
    .bind(id.0)
    .execute(connection)
    .await
    .map(|_| ())
}

pub(crate) async fn insert(
    connection: &mut Connection,
    hash: &Hash,
    display: (&str, &str, ScreenProfile),
    by: &By,
    now: Millis,
) -> Result<Id, sqlx::Error> {
    let (name, board, profile) = display;
    let inserted = sqlx::query(
        "INSERT INTO displays (hash, name, board, profile, paired_at, paired_by) VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(&hash[..])
    .bind(name)
    .bind(board)
    .bind(profile.word())
    .bind(now)
    .bind(&by.who)
    .execute(connection)
    .await?;
    Ok(Id(inserted.last_insert_rowid()))
}

pub(crate) async fn read(connection: &mut Connection) -> Result<BTreeMap<Id, (Hash, Display)>, AccessError> {
    let rows = sqlx::query("SELECT * FROM displays").fetch_all(connection).await?;
    let display = |row: &sqlx::sqlite::SqliteRow| -> Result<(Id, (Hash, Display)), AccessError> {
        let id = Id(row.try_get("id")?);
        let version: Option<String> = row.try_get("version")?;
        let state = version.map(|version| -> Result<DisplayState, AccessError> {
            Ok(DisplayState {
                version,
                resolution: row.try_get::<Option<String>, _>("resolution")?.unwrap_or_default(),
                last_frame_at: row.try_get("last_frame_at")?,
                up_since: row.try_get("up_since")?,
                address: row.try_get::<Option<String>, _>("address")?.unwrap_or_default(),
            })
        });
        let display = Display {
            id,
            name: row.try_get("name")?,
            board: row.try_get("board")?,
            profile: word_of(row, "profile")?,
            paired_at: row.try_get("paired_at")?,
            paired_by: row.try_get("paired_by")?,
            revoked_at: row.try_get("revoked_at")?,
            seen_at: row.try_get("seen_at")?,
            state: state.transpose()?,
        };
        Ok((id, (hash_of(row)?, display)))
    };
    rows.iter().map(display).collect()
}
