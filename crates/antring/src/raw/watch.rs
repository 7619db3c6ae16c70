//! Which names a reader looks for: the survey learns the parser's vocabulary by watching the parser, so the two cannot
//! drift apart.

use std::cell::RefCell;
use std::collections::BTreeSet;

thread_local! {
    static LOOKED: RefCell<Option<BTreeSet<String>>> = const { RefCell::new(None) };
}

/// Runs a reader, and gives every name that it looked for.
pub(crate) fn watched(read: impl FnOnce()) -> BTreeSet<String> {
    LOOKED.set(Some(BTreeSet::new()));
    read();
    LOOKED.take().unwrap_or_default()
}

/// A reader looks for a field by these names.
pub(super) fn looked(names: &[&str]) {
    LOOKED.with_borrow_mut(|looked| {
        if let Some(looked) = looked {
            for name in names {
                if !looked.contains(*name) {
                    looked.insert((*name).to_owned());
                }
            }
        }
    });
}
