//! The assistants in real time: one lock around them, the centre's clock beside them, their effects to the sender.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, mpsc};
use tokio_util::sync::CancellationToken;

use super::faults::VoiceFaults;
use super::limits::Minute;
use super::notice::Notice;
use super::options::{SovereignCredentials, SovereignOptions};
use super::sender::Sent;
use super::told::StoryCalls;
use super::voice::{Voice, VoiceEffect};
use crate::live::Live;

/// The longest they sleep, so that a stepped system clock is noticed.
const LONGEST_SLEEP: Duration = Duration::from_secs(1);
/// Webhooks that wait to be sent; beyond these they are lost, and counted.
const WAITING: usize = 10_000;
/// Webhooks whose fate is remembered.
const REMEMBERED: usize = 2_000;

/// Everything that the parts of a simulated Sovereign share.
#[derive(Debug)]
pub struct VoiceLive {
    pub options: SovereignOptions,
    /// Of REST and the control API, without a slash at the end and without `/api/v1`.
    pub url: String,
    /// The centre beside it, whose clock this is.
    pub centre: Arc<Live>,
    pub requests: Mutex<Minute>,
    /// By the call's id.
    pub commands: Mutex<BTreeMap<String, Minute>>,
    pub lost_by_a_full_queue: AtomicU64,
    voice: Mutex<Voice>,
    faults: Mutex<VoiceFaults>,
    target: Mutex<Option<(String, SovereignCredentials)>>,
    sent: Mutex<Vec<Sent>>,
    notices: mpsc::Sender<Box<Notice>>,
    changed: Notify,
}

impl VoiceLive {
    /// The receiver is the sender's.
    pub fn open(
        options: SovereignOptions,
        url: String,
        centre: Arc<Live>,
    ) -> (Arc<Self>, mpsc::Receiver<Box<Notice>>) {
        let (notices, to_send) = mpsc::channel(WAITING);
        let humans = centre.look(|centre| {
            centre.queues().iter().map(|queue| international(&queue.did_number)).collect::<Vec<_>>()
        });
        let voice = Voice::open(options.clone(), humans, centre.options.seed, centre.clock.now());
        let target = options.webhooks.clone().map(|url| (url, options.credentials.clone()));
        let live = Self {
            url,
            centre,
            requests: Mutex::default(),
            commands: Mutex::default(),
            lost_by_a_full_queue: AtomicU64::new(0),
            voice: Mutex::new(voice),
            faults: Mutex::default(),
            target: Mutex::new(target),
            sent: Mutex::default(),
            notices,
            changed: Notify::new(),
            options,
        };
        (Arc::new(live), to_send)
    }

    /// Looks at the calls as they are now, or changes them, and wakes the clock for what follows from it.
    pub fn with<R>(&self, turn: impl FnOnce(&mut Voice) -> R) -> R {
        let done = self.turn(turn);
        self.changed.notify_one();
        done
    }

    fn turn<R>(&self, turn: impl FnOnce(&mut Voice) -> R) -> R {
        let mut voice = lock(&self.voice);
        let mut effects = voice.advance(self.centre.clock.now());
        let done = turn(&mut voice);
        effects.extend(voice.advance(self.centre.clock.now()));
        // Queued under the lock, so that webhooks leave in the order of what happened.
        let mut handed_over = vec![];
        for effect in effects {
            match effect {
                VoiceEffect::Notice(notice) => {
                    if self.notices.try_send(notice).is_err() {
                        self.lost_by_a_full_queue.fetch_add(1, Ordering::Relaxed);
                    }
                }
                VoiceEffect::HandOver { customer, destination } => handed_over.push((customer, destination)),
            }
        }
        drop(voice);
        for (customer, destination) in handed_over {
            self.hand_over(&customer, &destination);
        }
        done
    }

    /// The caller reaches the queue behind this number; the first one, when it is nobody's.
    fn hand_over(&self, customer: &str, destination: &str) {
        self.centre.command(|centre| {
            let queue = centre.queues().iter().position(|queue| {
                international(&queue.did_number) == international(destination)
                    || destination.contains(&queue.id)
            });
            centre.call_queue(queue.unwrap_or(0), &national(customer), false, true)
        });
    }

    /// Lets time pass, and stories tell, until told to stop.
    pub async fn run(self: Arc<Self>, stop: CancellationToken) {
        let mut orders = self.centre.assistant_orders();
        let mut story = StoryCalls::default();
        loop {
            let next = self.turn(|voice| voice.next_step_at());
            let sleep = next.map_or(LONGEST_SLEEP, |next| self.centre.clock.until(next).min(LONGEST_SLEEP));
            tokio::select! {
                () = tokio::time::sleep(sleep) => {}
                () = self.changed.notified() => {}
                Some((call, order)) = orders.recv() => {
                    if let Err(mishap) = self.turn(|voice| story.play(voice, call, order)) {
                        tracing::warn!("{mishap}");
                    }
                }
                () = stop.cancelled() => return,
            }
        }
    }

    pub fn faults(&self) -> VoiceFaults {
        lock(&self.faults).clone()
    }

    pub fn break_things(&self, faults: VoiceFaults) {
        *lock(&self.faults) = faults;
    }

    /// The status that one more REST request is answered with instead of the truth.
    pub fn take_rest_status(&self) -> Option<u16> {
        let mut faults = lock(&self.faults);
        let status = faults.rest_status?;
        if let Some(times) = &mut faults.times {
            *times = times.saturating_sub(1);
            if *times == 0 {
                faults.rest_status = None;
                faults.times = None;
            }
        }
        Some(status)
    }

    /// Where webhooks go from now on, and what they are signed with.
    pub fn send_webhooks_to(&self, url: String, secret: Option<String>) {
        let mut credentials = self.options.credentials.clone();
        credentials.webhook_secret = secret.unwrap_or(credentials.webhook_secret);
        *lock(&self.target) = Some((url, credentials));
    }

    pub fn target(&self) -> Option<(String, String)> {
        lock(&self.target).clone().map(|(url, credentials)| (url, credentials.webhook_secret))
    }

    pub fn note(&self, sent: Sent) {
        let mut log = lock(&self.sent);
        if log.len() >= REMEMBERED {
            log.drain(..REMEMBERED / 2);
        }
        log.push(sent);
    }

    pub fn sent(&self) -> Vec<Sent> {
        lock(&self.sent).clone()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// `02873019555` is `+842873019555`; other spellings keep their digits.
pub(super) fn international(number: &str) -> String {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    match digits.strip_prefix('0') {
        Some(significant) => format!("+84{significant}"),
        None => format!("+{digits}"),
    }
}

/// As carriers in Vietnam show it: `+84912345678` is `0912345678`.
fn national(number: &str) -> String {
    number.strip_prefix("+84").map_or_else(|| number.to_owned(), |significant| format!("0{significant}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_at_home_and_abroad() {
        for (home, abroad) in [("02873019555", "+842873019555"), ("0912345678", "+84912345678")] {
            assert_eq!((international(home).as_str(), national(abroad).as_str()), (abroad, home));
        }
        assert_eq!(
            (international("+31 612 345"), national("+31612345")),
            ("+31612345".into(), "+31612345".into())
        );
    }
}
