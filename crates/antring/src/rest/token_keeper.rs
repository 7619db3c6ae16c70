//! One token for many connections: a feed that drops must not cost a token each time.

use std::time::Duration;

use floor::Millis;
use tokio::time::sleep;

use super::{AuthToken, Client};
use crate::RestError;

/// Two at once and one every six seconds: at most twelve token calls in a minute, whatever fails (`performance.md`,
/// upstream).
const AT_ONCE: Millis = 2;
const EVERY: Millis = 6_000;

/// Keeps the event feed's token and gives it again for new connections, for as long as its own expiry allows
/// ([`AuthToken::use_for`], `protocols.md` §1.4, 9). A live subscription outlives its token (§2.4), so nothing here
/// ends a connection.
#[derive(Debug, Default)]
pub struct TokenKeeper {
    kept: Option<Kept>,
    /// When all calls would be allowed at once again.
    rested_at: Millis,
}

#[derive(Debug)]
struct Kept {
    token: AuthToken,
    asked_at: Millis,
}

/// What to do for a token now.
#[derive(Debug)]
pub enum TokenNeed {
    /// This one is good for a new connection.
    Use(AuthToken),
    /// Ask upstream; the call is counted already.
    Ask,
    /// Too many calls came before: ask again after this.
    Wait(Duration),
}

impl TokenKeeper {
    pub fn new() -> Self {
        Self::default()
    }

    /// A token for a new connection: the kept one, or a new one, after a pause when there were too many calls.
    ///
    /// # Errors
    /// As [`Client::auth_token`]; the call counts all the same.
    pub async fn token(&mut self, client: &Client, now: impl Fn() -> Millis) -> Result<AuthToken, RestError> {
        loop {
            match self.need(now()) {
                TokenNeed::Use(token) => return Ok(token),
                TokenNeed::Wait(pause) => sleep(pause).await,
                TokenNeed::Ask => {
                    let asked_at = now();
                    let token = client.auth_token(asked_at).await?;
                    self.keep(token.clone(), asked_at);
                    // Even one that has ended already: it is the newest there is, and upstream decides.
                    return Ok(token);
                }
            }
        }
    }

    /// Pure: what to do at `now`.
    pub fn need(&mut self, now: Millis) -> TokenNeed {
        if let Some(kept) = &self.kept
            && kept.is_good_at(now)
        {
            return TokenNeed::Use(kept.token.clone());
        }
        self.kept = None;
        // Further ahead than calls can bring it: the clock was set back, and would hold up calls for as long.
        let clock_set_back = self.rested_at > now + AT_ONCE * EVERY;
        let rested_at = if clock_set_back { now } else { self.rested_at.max(now) };
        let wait = rested_at + EVERY - (now + AT_ONCE * EVERY);
        if wait > 0 {
            return TokenNeed::Wait(Duration::from_millis(wait.unsigned_abs()));
        }
        self.rested_at = rested_at + EVERY;
        TokenNeed::Ask
    }

    /// `asked_at`: when the question was sent.
    pub fn keep(&mut self, token: AuthToken, asked_at: Millis) {
        self.kept = Some(Kept { token, asked_at });
    }

    /// Upstream said `auth_failure`: this token is no good, whatever its expiry says.
    pub fn refused(&mut self) {
        self.kept = None;
    }
}

impl Kept {
    /// Not from before it was asked for either: then the clock was set back, and the expiry means nothing.
    fn is_good_at(&self, now: Millis) -> bool {
        let use_for = Millis::try_from(self.token.use_for.as_millis()).unwrap_or(Millis::MAX);
        (0..use_for).contains(&(now - self.asked_at))
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    const MINUTE: Millis = 60_000;

    fn token(value: &str, use_for: Duration) -> AuthToken {
        AuthToken {
            value: value.to_owned().into(),
            expires_at: None,
            expiry_kind: None,
            use_for,
            account_id: None,
        }
    }

    fn used(keeper: &mut TokenKeeper, now: Millis) -> Option<String> {
        match keeper.need(now) {
            TokenNeed::Use(token) => Some(token.value.expose_secret().to_owned()),
            _ => None,
        }
    }

    #[test]
    fn a_token_serves_until_its_use_is_over() {
        let mut keeper = TokenKeeper::new();
        assert!(matches!(keeper.need(0), TokenNeed::Ask));
        keeper.keep(token("one", Duration::from_secs(540)), 0);
        assert_eq!(used(&mut keeper, 9 * MINUTE - 1).as_deref(), Some("one"));
        assert!(matches!(keeper.need(9 * MINUTE), TokenNeed::Ask));
        // Forgotten, not only too old.
        assert!(!matches!(keeper.need(0), TokenNeed::Use(_)));
    }

    #[test]
    fn a_refused_token_is_never_given_again() {
        let mut keeper = TokenKeeper::new();
        keeper.keep(token("one", Duration::from_secs(540)), 0);
        keeper.refused();
        assert!(matches!(keeper.need(1), TokenNeed::Ask));
    }

    #[test]
    fn a_clock_set_back_costs_one_call_and_no_wait() {
        let mut keeper = TokenKeeper::new();
        assert!(matches!(keeper.need(100 * MINUTE), TokenNeed::Ask));
        keeper.keep(token("one", Duration::from_secs(540)), 100 * MINUTE);
        assert!(matches!(keeper.need(90 * MINUTE), TokenNeed::Ask));
    }

    #[test]
    fn a_minute_of_refusals_costs_twelve_calls_at_most() {
        let mut keeper = TokenKeeper::new();
        let mut asked = Vec::new();
        // Every token is refused at once, and the feed tries again without any pause of its own.
        let mut now = 0;
        while now < 10 * MINUTE {
            match keeper.need(now) {
                TokenNeed::Ask => {
                    asked.push(now);
                    keeper.keep(token("bad", Duration::from_secs(540)), now);
                }
                TokenNeed::Use(_) => keeper.refused(),
                TokenNeed::Wait(pause) => now += pause.as_millis() as Millis,
            }
        }
        let in_a_minute =
            |from: Millis| asked.iter().filter(|at| (from..from + MINUTE).contains(*at)).count();
        let most = asked.iter().map(|at| in_a_minute(*at)).max();
        assert!(most <= Some(12), "{most:?} calls in a minute");
        assert!(asked.len() > 90, "it does not starve either: {} calls", asked.len());
    }
}
