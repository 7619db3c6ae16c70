//! The copy in memory that requests are answered from, and how a [`Grant`] begins and ends.
//!
//! One law: a grant lives as long as its secret is kept and says the same about its holder. So whatever ends or changes
//! what somebody may do (revocation, another role, a new password), in this process or another, ends their grants.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, PoisonError, RwLockReadGuard, RwLockWriteGuard};

use tokio_util::sync::CancellationToken;

use crate::displays::{self, Display};
use crate::filters::{self, SavedFilter};
use crate::phones::{self, Sealed};
use crate::rules::millis;
use crate::secret::{self, Hash};
use crate::sessions::{self, Session};
use crate::sqlite::Connection;
use crate::tokens::{self, Token};
use crate::users::{self, User};
use crate::{Access, AccessError, Id, Kind, Millis, Rules, Who};

/// What a valid secret opens.
#[derive(Debug, Clone)]
pub struct Grant {
    pub who: Arc<Who>,
    /// Of a person's session, to be told from their others.
    pub session: Option<Id>,
    /// Cancelled when it was revoked, signed out or has expired, and when what it may do has changed: then the same
    /// secret may open another grant.
    pub ended: CancellationToken,
}

/// All that is kept on disk, but the audit.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    pub users: BTreeMap<Id, User>,
    pub sessions: BTreeMap<Id, (Hash, Session)>,
    pub tokens: BTreeMap<Id, (Hash, Token)>,
    pub displays: BTreeMap<Id, (Hash, Display)>,
    /// By user.
    pub phones: BTreeMap<Id, Sealed>,
    /// By user.
    pub filters: BTreeMap<Id, Vec<SavedFilter>>,
}

#[derive(Debug, Default)]
pub(crate) struct Memory {
    pub kept: Kept,
    held: HashMap<Hash, Held>,
}

#[derive(Debug)]
struct Held {
    grant: Grant,
    /// Which row the use is written to.
    row: (Kind, Id),
    /// When it ends whatever happens.
    ends: Option<Millis>,
    /// It ends when it is not used for so long.
    idle: Option<Millis>,
    used_at: AtomicI64,
    /// The use that the disk knows.
    written_at: AtomicI64,
}

/// A use that the disk does not know yet.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Use {
    pub kind: Kind,
    pub row: Id,
    pub at: Millis,
}

pub(crate) async fn read(connection: &mut Connection) -> Result<Kept, AccessError> {
    Ok(Kept {
        users: users::read(connection).await?,
        sessions: sessions::read(connection).await?,
        tokens: tokens::read(connection).await?,
        displays: displays::read(connection).await?,
        phones: phones::read(connection).await?,
        filters: filters::read(connection).await?,
    })
}

impl Access {
    /// Who holds this secret, and until when. Counts as a use of it.
    pub fn grant(&self, secret: &str, now: Millis) -> Option<Grant> {
        let hash = secret::hash(secret);
        let memory = self.memory();
        let held = memory.held.get(&hash).filter(|held| !held.is_over(now))?;
        held.used_at.fetch_max(now, Ordering::Relaxed);
        Some(held.grant.clone())
    }

    pub(crate) fn memory(&self) -> RwLockReadGuard<'_, Memory> {
        // Nothing panics between two changes of it that belong together.
        self.inner.memory.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn memory_mut(&self) -> RwLockWriteGuard<'_, Memory> {
        self.inner.memory.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Memory {
    /// Takes over what is on disk. Grants of which nothing changed go on; the others end.
    pub(crate) fn replace(&mut self, mut kept: Kept, rules: &Rules) {
        displays::keep_what_screens_said(&mut kept, &self.kept);
        let mut before = std::mem::take(&mut self.held);
        for (hash, mut held) in all_held(&kept, rules) {
            if let Some(old) = before.remove(&hash) {
                let used_at = old.used_at.load(Ordering::Relaxed);
                held.used_at.fetch_max(used_at, Ordering::Relaxed);
                if old.grant.who == held.grant.who {
                    held.grant = old.grant;
                } else {
                    old.grant.ended.cancel();
                }
            }
            self.held.insert(hash, held);
        }
        before.into_values().for_each(|gone| gone.grant.ended.cancel());
        self.kept = kept;
    }

    /// Ends what is over.
    pub(crate) fn end_what_is_over(&mut self, now: Millis) {
        self.held.retain(|_, held| {
            let is_over = held.is_over(now);
            if is_over {
                held.grant.ended.cancel();
            }
            !is_over
        });
    }

    /// Uses that are a minute newer than what the disk knows.
    pub(crate) fn uses(&self) -> Vec<Use> {
        let newer = |held: &&Held| {
            held.used_at.load(Ordering::Relaxed) - held.written_at.load(Ordering::Relaxed) >= WRITTEN_EVERY
        };
        let used =
            |held: &Held| Use { kind: held.row.0, row: held.row.1, at: held.used_at.load(Ordering::Relaxed) };
        self.held.values().filter(newer).map(used).collect()
    }

    pub(crate) fn written(&self, uses: &[Use]) {
        for held in self.held.values() {
            let of_it = uses.iter().find(|used| (used.kind, used.row) == held.row);
            if let Some(used) = of_it {
                held.written_at.fetch_max(used.at, Ordering::Relaxed);
            }
        }
    }

    pub(crate) fn used_at(&self, hash: &Hash) -> Option<Millis> {
        self.held.get(hash).map(|held| held.used_at.load(Ordering::Relaxed))
    }

    pub(crate) fn holds(&self, hash: &Hash) -> Option<&Grant> {
        self.held.get(hash).map(|held| &held.grant)
    }
}

/// The last use is written down at most so often, in milliseconds.
const WRITTEN_EVERY: Millis = 60_000;

impl Held {
    fn new(who: Who, row: (Kind, Id), used_at: Option<Millis>) -> Self {
        let session = (row.0 == Kind::User).then_some(row.1);
        let used_at = used_at.unwrap_or(Millis::MIN / 2);
        Self {
            grant: Grant { who: Arc::new(who), session, ended: CancellationToken::new() },
            row,
            ends: None,
            idle: None,
            used_at: AtomicI64::new(used_at),
            written_at: AtomicI64::new(used_at),
        }
    }

    fn is_over(&self, now: Millis) -> bool {
        let unused = now.saturating_sub(self.used_at.load(Ordering::Relaxed));
        self.ends.is_some_and(|ends| now >= ends) || self.idle.is_some_and(|idle| unused >= idle)
    }
}

fn all_held(kept: &Kept, rules: &Rules) -> Vec<(Hash, Held)> {
    let sessions = kept.sessions.iter().filter_map(|(id, (hash, session))| {
        let user = kept.users.get(&session.user).filter(|user| user.removed_at.is_none())?;
        let mut held = Held::new(user.who(), (Kind::User, *id), Some(session.used_at));
        held.ends = Some(session.created_at.saturating_add(millis(rules.absolute)));
        held.idle = Some(millis(rules.idle));
        Some((*hash, held))
    });
    let tokens = kept.tokens.iter().filter(|(_, (_, token))| token.revoked_at.is_none());
    let tokens = tokens.map(|(id, (hash, token))| {
        let mut held = Held::new(token.who(), (Kind::Token, *id), token.used_at);
        held.ends = token.expires_at;
        (*hash, held)
    });
    let displays = kept.displays.iter().filter(|(_, (_, display))| display.revoked_at.is_none());
    // A television is never asked to sign in again: only a person ends what it holds.
    let displays = displays.map(|(id, (hash, display))| {
        (*hash, Held::new(display.who(), (Kind::Display, *id), display.seen_at))
    });
    sessions.chain(tokens).chain(displays).collect()
}
