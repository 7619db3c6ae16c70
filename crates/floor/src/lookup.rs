//! Maps that are looked up with every event and never iterated: an order of theirs would reach the board.
//!
//! Hashed by foldhash, which is seeded for each process: std's SipHash took a fifth of all work on an event.

use std::collections::{HashMap, HashSet};

use foldhash::fast::RandomState;

pub(crate) type Lookup<Key, Value> = HashMap<Key, Value, RandomState>;

pub(crate) type Known<Item> = HashSet<Item, RandomState>;
