//! The link that makes the first admin: printed at the start, good once, only while there is no admin.

use std::net::IpAddr;

use secrecy::SecretString;
use sqlx::Row;

use crate::secret::{self, Purpose};
use crate::users::{self, User, entry};
use crate::{Access, AccessError, By, Did, Millis, Rights, Role, SignedIn, audit, password};

impl Access {
    /// A new secret for `/setup?key=…`; an older one is not valid any more. `None`: there is an admin.
    ///
    /// # Errors
    /// The disk.
    pub async fn first_admin_link(&self, now: Millis) -> Result<Option<SecretString>, AccessError> {
        if self.has_admin() {
            // One that was printed before must not open anything should the admins be gone some day.
            let mut turn = self.turn().await?;
            sqlx::query("DELETE FROM first_admin").execute(turn.on()).await?;
            turn.commit().await?;
            return Ok(None);
        }
        let (secret, hash) = secret::make(Purpose::FirstAdmin);
        let mut turn = self.turn().await?;
        sqlx::query("DELETE FROM first_admin").execute(turn.on()).await?;
        sqlx::query("INSERT INTO first_admin (hash, made_at) VALUES ($1, $2)")
            .bind(&hash[..])
            .bind(now)
            .execute(turn.on())
            .await?;
        turn.commit().await?;
        Ok(Some(secret))
    }

    /// Whether the page behind the link has anything to offer.
    ///
    /// # Errors
    /// The disk.
    pub async fn is_first_admin_link(&self, secret: &str) -> Result<bool, AccessError> {
        let hash = secret::hash(secret);
        let row = sqlx::query("SELECT COUNT(*) FROM first_admin WHERE hash = $1").bind(&hash[..]);
        let there: i64 = row.fetch_one(&self.inner.pool).await?.try_get(0)?;
        Ok(there > 0 && !self.has_admin())
    }

    /// Makes the first admin and signs them in.
    ///
    /// # Errors
    /// The link was used or is an older one; or name or password is unfit, and the link stays good.
    pub async fn set_up_admin(
        &self,
        secret: &str,
        name: &str,
        password: &str,
        address: IpAddr,
        now: Millis,
    ) -> Result<SignedIn, AccessError> {
        if !self.is_first_admin_link(secret).await? {
            return Err(AccessError::LinkSpent);
        }
        let name = users::fit_name(name)?;
        password::fits(password, &name)?;
        let password = self.inner.hasher.hash(password).await?;
        let mut turn = self.turn().await?;
        let hash = secret::hash(secret);
        let spent =
            sqlx::query("DELETE FROM first_admin WHERE hash = $1").bind(&hash[..]).execute(turn.on()).await?;
        let has_admin = users::read(turn.on()).await?.values().any(User::is_admin);
        if spent.rows_affected() != 1 || has_admin {
            return Err(AccessError::LinkSpent);
        }
        let rights = Rights::of(Role::Admin);
        let id = users::insert(turn.on(), &name, &rights, Some(&password), false, None, now).await?;
        let by = By::nobody(address);
        audit::write(turn.on(), &entry(&by, Did::FirstAdminMade, &name, "", now)).await?;
        let user = users::read(turn.on()).await?.remove(&id).ok_or(AccessError::Unknown)?;
        self.begin_session(turn, &user, address, "first admin", now).await
    }
}
