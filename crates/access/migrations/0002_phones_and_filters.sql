-- The phone that rings when its user calls by a click: user and password, sealed for this user by a key that is not
-- in this file. `key_mark` tells keys apart and opens nothing.
CREATE TABLE phones (
    user_id INTEGER NOT NULL PRIMARY KEY REFERENCES users (id),
    key_mark BLOB NOT NULL,
    sealed BLOB NOT NULL,
    set_at INTEGER NOT NULL
);

-- Questions to the call list that a user keeps, as the query of its address.
CREATE TABLE saved_filters (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    user_id INTEGER NOT NULL REFERENCES users (id),
    name TEXT NOT NULL,
    -- The name in lower case: saved again, it replaces.
    name_key TEXT NOT NULL,
    query TEXT NOT NULL
);
CREATE UNIQUE INDEX saved_filters_by_name ON saved_filters (user_id, name_key);
