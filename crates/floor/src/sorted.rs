//! Maps that are looked up and never iterated are written in order, so that equal floors are equal bytes.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Serialize, Serializer};

use crate::lookup::{Known, Lookup};

pub(crate) fn map<Key: Ord + Serialize, Value: Serialize, S: Serializer>(
    map: &Lookup<Key, Value>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    map.iter().collect::<BTreeMap<_, _>>().serialize(serializer)
}

pub(crate) fn set<Item: Ord + Serialize, S: Serializer>(
    set: &Known<Item>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    set.iter().collect::<BTreeSet<_>>().serialize(serializer)
}
