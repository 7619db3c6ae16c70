//! A directory of its own for each test, and facts made at random.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use kpi::Millis;
use store::{Opened, Store, StoreSettings};

/// 2026-11-20 00:00 UTC
pub const T0: Millis = 1_795_132_800_000;

pub fn now() -> Millis {
    T0
}

/// Removed with all that is in it.
pub struct Directory(PathBuf);

impl Directory {
    pub fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name =
            format!("callboard-store-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).expect("a temporary directory");
        Self(path)
    }

    pub fn settings(&self) -> StoreSettings {
        StoreSettings::new("sqlite:callboard.db", &self.0, now)
    }

    pub async fn open(&self) -> (Store, Opened) {
        Store::open(&self.settings()).await.expect("it opens")
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
