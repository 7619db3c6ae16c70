//! Maps that are looked up and never iterated are written in order, so that equal floors are equal bytes.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde::{Serialize, Serializer};

pub(crate) fn map<Key: Ord + Serialize, Value: Serialize, S: Serializer>(
    map: &HashMap<Key, Value>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    map.iter().collect::<BTreeMap<_, _>>().serialize(serializer)
}

pub(crate) fn set<Item: Ord + Serialize, S: Serializer>(
    set: &HashSet<Item>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    set.iter().collect::<BTreeSet<_>>().serialize(serializer)
}
