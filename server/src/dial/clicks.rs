//! A double click is one call, whatever becomes of it: while it is under way, and for a moment after it may have rung,
//! the same click is answered as the first was.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Shared};
use tokio::time::{Duration, Instant};

use crate::error::AppError;

/// The same phone and number again within this is a double click, not a second call.
const DOUBLE_CLICK: Duration = Duration::from_secs(3);

pub type Outcome = Result<(), AppError>;

/// What came of a click.
pub struct Rang {
    pub outcome: Outcome,
    /// Also when nobody knows: after a time-out.
    pub may_ring: bool,
}

/// Which phone, by its SIP user, and which number, as everybody writes it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Click {
    pub phone: String,
    pub number: kpi::Caller,
}

#[derive(Clone, Default)]
pub struct Clicks {
    under_way: Arc<Mutex<BTreeMap<Click, Asked>>>,
}

struct Asked {
    answer: Shared<BoxFuture<'static, Outcome>>,
    ended: Option<Instant>,
}

impl Clicks {
    /// Rings, if `admit` lets it and the same click was not just answered. It goes on when whoever clicked is gone:
    /// half a call cannot be taken back.
    pub async fn once(
        &self,
        click: Click,
        admit: impl FnOnce() -> Outcome,
        ring: impl Future<Output = Rang> + Send + 'static,
    ) -> Outcome {
        let answer = {
            let mut under_way = self.lock();
            under_way.retain(|_, asked| asked.ended.is_none_or(|ended| ended.elapsed() < DOUBLE_CLICK));
            match under_way.get(&click) {
                Some(asked) => asked.answer.clone(),
                None => {
                    admit()?;
                    let ending = Ending { clicks: self.clone(), click: click.clone(), may_ring: true };
                    let ringing = tokio::spawn(async move {
                        let mut ending = ending;
                        let rang = ring.await;
                        ending.may_ring = rang.may_ring;
                        drop(ending);
                        rang.outcome
                    });
                    let answer = async move { ringing.await.unwrap_or(Err(AppError::Stopping)) };
                    let answer = answer.boxed().shared();
                    under_way.insert(click, Asked { answer: answer.clone(), ended: None });
                    answer
                }
            }
        };
        answer.await
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<Click, Asked>> {
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Marks a click as answered, even if what rang panicked.
struct Ending {
    clicks: Clicks,
    click: Click,
    may_ring: bool,
}

impl Drop for Ending {
    fn drop(&mut self) {
        let mut under_way = self.clicks.lock();
        if self.may_ring {
            if let Some(asked) = under_way.get_mut(&self.click) {
                asked.ended = Some(Instant::now());
            }
        } else {
            under_way.remove(&self.click);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    fn click(number: &str) -> Click {
        Click { phone: "lan".into(), number: kpi::caller(Some(number)) }
    }

    /// A phone that counts its rings, and comes to this a moment later.
    fn ring(rings: &Arc<AtomicU32>, outcome: Outcome, may_ring: bool) -> impl Future<Output = Rang> + use<> {
        let rings = Arc::clone(rings);
        async move {
            rings.fetch_add(1, Ordering::Relaxed);
            tokio::time::sleep(Duration::from_millis(100)).await;
            Rang { outcome, may_ring }
        }
    }

    #[tokio::test]
    async fn a_double_click_rings_once_and_is_answered_alike() {
        let (clicks, rings) = (Clicks::default(), Arc::new(AtomicU32::new(0)));
        let timed_out = || Err(AppError::MayRing);
        let many =
            (0..40).map(|_| clicks.once(click("0901234567"), || Ok(()), ring(&rings, timed_out(), true)));
        for answer in futures_util::future::join_all(many).await {
            assert!(matches!(answer, Err(AppError::MayRing)), "{answer:?}");
        }
        let again = clicks.once(click("+84 901 234 567"), || Ok(()), ring(&rings, Ok(()), true)).await;
        assert!(matches!(again, Err(AppError::MayRing)), "it may ring already: {again:?}");
        assert_eq!(rings.load(Ordering::Relaxed), 1);
        clicks
            .once(click("0912345678"), || Ok(()), ring(&rings, Ok(()), true))
            .await
            .expect("another number");
        tokio::time::sleep(DOUBLE_CLICK).await;
        clicks.once(click("0901234567"), || Ok(()), ring(&rings, Ok(()), true)).await.expect("a later click");
        assert_eq!(rings.load(Ordering::Relaxed), 3);
    }

    #[tokio::test]
    async fn what_rang_nobody_may_be_tried_again_at_once() {
        let (clicks, rings) = (Clicks::default(), Arc::new(AtomicU32::new(0)));
        let offline =
            clicks.once(click("0901234567"), || Ok(()), ring(&rings, Err(AppError::PhoneOffline), false));
        assert!(offline.await.is_err());
        clicks
            .once(click("0901234567"), || Ok(()), ring(&rings, Ok(()), true))
            .await
            .expect("it is online now");
        assert_eq!(rings.load(Ordering::Relaxed), 2);
    }

    #[tokio::test]
    async fn who_is_not_admitted_rings_nobody_and_a_double_click_needs_no_second_admission() {
        let (clicks, rings) = (Clicks::default(), Arc::new(AtomicU32::new(0)));
        let too_often = || Err(AppError::CallingTooOften { seconds: 7 });
        let refused = clicks.once(click("0901234567"), too_often, ring(&rings, Ok(()), true)).await;
        assert!(matches!(refused, Err(AppError::CallingTooOften { seconds: 7 })));
        clicks.once(click("0901234567"), || Ok(()), ring(&rings, Ok(()), true)).await.expect("admitted");
        clicks
            .once(click("0901234567"), too_often, ring(&rings, Ok(()), true))
            .await
            .expect("the same click");
        assert_eq!(rings.load(Ordering::Relaxed), 1);
    }

    #[tokio::test]
    async fn a_call_goes_on_when_its_clicker_is_gone() {
        let (clicks, rings) = (Clicks::default(), Arc::new(AtomicU32::new(0)));
        let gone = clicks.once(click("0901234567"), || Ok(()), ring(&rings, Ok(()), true));
        assert!(tokio::time::timeout(Duration::from_millis(10), gone).await.is_err(), "they left");
        clicks.once(click("0901234567"), || Ok(()), ring(&rings, Ok(()), true)).await.expect("the same call");
        assert_eq!(rings.load(Ordering::Relaxed), 1);
    }
}
