//! What all rooms share: how the site is called, and the orders that wait for screens.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use ::access::Id;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use tokio::sync::Notify;
use wire::Millis;

use crate::clock;
use crate::config::Config;

#[derive(Debug, Clone)]
pub struct House {
    /// What the board `all` is called.
    pub name: Arc<str>,
    zone: TimeZone,
    /// The address people use, without a slash at its end; `None`: the one they asked by.
    pub origin: Option<Arc<str>>,
    pub audit_days: u32,
    /// A browser keeps a session's cookie for so long: until it ends whatever happens.
    pub session: Duration,
    /// What the company's sign-in is called, where one is set up.
    pub sso: Option<Arc<str>>,
    pub orders: Orders,
}

impl House {
    pub fn new(config: &Config, rules: &::access::Rules) -> Self {
        let origin = config.server.public_url.as_ref().map(|url| url.origin().ascii_serialization().into());
        Self {
            name: config.server.name.as_str().into(),
            // Settings with an unknown zone do not start.
            zone: TimeZone::get(&config.day.time_zone).unwrap_or(TimeZone::UTC),
            origin,
            audit_days: rules.audit_days,
            session: rules.absolute,
            sso: config.oidc.issuer.as_ref().map(|_| config.oidc.label.as_str().into()),
            orders: Orders::default(),
        }
    }

    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    pub fn utc_offset_seconds(&self, at: Millis) -> i32 {
        let at = Timestamp::from_millisecond(at).unwrap_or(Timestamp::UNIX_EPOCH);
        self.zone.to_offset(at).seconds()
    }
}

/// What the fleet's page asks a screen to do now. A screen that is away does not do it later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Order {
    /// Show this name in large letters.
    Identify(String),
    Reload,
}

/// Orders by screen. In memory: after a restart nobody waits for one any more.
#[derive(Debug, Clone, Default)]
pub struct Orders {
    waiting: Arc<Mutex<HashMap<Id, Arc<Desk>>>>,
}

#[derive(Debug, Default)]
struct Desk {
    /// With the time of each.
    orders: Mutex<Vec<(Millis, Order)>>,
    arrived: Notify,
}

/// Nobody presses a button so often before a screen has asked again.
const MOST: usize = 8;
/// An order is for now: a screen that comes back later does not do it.
const GOOD_FOR: Millis = 30_000;

impl Orders {
    pub fn give(&self, screen: Id, order: Order) {
        let desk = self.desk(screen);
        let mut orders = held(&desk.orders);
        orders.retain(|(at, other)| clock::now() - at < GOOD_FOR && *other != order);
        if orders.len() < MOST {
            orders.push((clock::now(), order));
        }
        drop(orders);
        desk.arrived.notify_one();
    }

    /// What waits for that screen, as soon as there is something; for ever, if nobody gives an order.
    pub async fn next(&self, screen: Id) -> Vec<Order> {
        let desk = self.desk(screen);
        loop {
            let arrived = desk.arrived.notified();
            let orders = std::mem::take(&mut *held(&desk.orders));
            let good = orders.into_iter().filter(|(at, _)| clock::now() - at < GOOD_FOR);
            let orders: Vec<Order> = good.map(|(_, order)| order).collect();
            if !orders.is_empty() {
                return orders;
            }
            arrived.await;
        }
    }

    fn desk(&self, screen: Id) -> Arc<Desk> {
        held(&self.waiting).entry(screen).or_default().clone()
    }
}

fn held<T>(what: &Mutex<T>) -> MutexGuard<'_, T> {
    what.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_order_is_taken_once_and_by_its_own_screen() {
        let orders = Orders::default();
        orders.give(Id(1), Order::Reload);
        orders.give(Id(1), Order::Reload);
        assert_eq!(orders.next(Id(1)).await, [Order::Reload], "the same twice is once");
        let nothing = |screen| tokio::time::timeout(Duration::from_millis(20), orders.next(screen));
        assert!(nothing(Id(1)).await.is_err());
        assert!(nothing(Id(2)).await.is_err());
    }

    #[tokio::test]
    async fn a_screen_that_waits_hears_at_once() {
        let orders = Orders::default();
        let heard = orders.clone();
        let waits = tokio::spawn(async move { heard.next(Id(1)).await });
        tokio::task::yield_now().await;
        orders.give(Id(1), Order::Identify("Window".into()));
        assert_eq!(waits.await.expect("no panic"), [Order::Identify("Window".into())]);
    }
}
