-- Times are milliseconds since 1970-01-01 UTC; lengths of time are milliseconds. Yes and no are 1 and 0.
-- Words (direction, result, …) are spelt as in src/calls/words.rs. A file that has been shipped is never changed: add one.

-- Every event that the floor applied, in its order. Positions rise by one.
CREATE TABLE journal (
    position INTEGER NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL,
    body BLOB NOT NULL
);

-- Older entries, many in one row, compressed (src/journal/segment.rs).
CREATE TABLE journal_segments (
    first_position INTEGER NOT NULL PRIMARY KEY,
    last_position INTEGER NOT NULL,
    first_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    entries INTEGER NOT NULL,
    plain_bytes INTEGER NOT NULL,
    body BLOB NOT NULL
);
CREATE INDEX journal_segments_by_end ON journal_segments (last_position);

-- The floor as it stood after that position; compressed.
CREATE TABLE keyframes (
    position INTEGER NOT NULL,
    format INTEGER NOT NULL,
    at INTEGER NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (position, format)
);
CREATE INDEX keyframes_by_time ON keyframes (format, at, position);

-- What could not be kept, because the disk took nothing for longer than memory could hold.
CREATE TABLE gaps (
    what TEXT NOT NULL,
    from_at INTEGER NOT NULL,
    until_at INTEGER NOT NULL,
    after_position INTEGER NOT NULL,
    lost INTEGER NOT NULL,
    PRIMARY KEY (what, from_at, after_position)
);

CREATE TABLE calls (
    id INTEGER NOT NULL PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    started INTEGER NOT NULL,
    ended INTEGER,
    direction TEXT NOT NULL,
    number TEXT,
    line TEXT,
    agent TEXT,
    result TEXT NOT NULL,
    talked INTEGER,
    recording TEXT,
    legs TEXT NOT NULL,
    joined_by TEXT NOT NULL,
    -- Derived, for finding: see src/calls/finding.rs.
    number_digits TEXT,
    number_backwards TEXT,
    first_at INTEGER NOT NULL,
    last_at INTEGER,
    is_long INTEGER NOT NULL
);
CREATE INDEX calls_by_start ON calls (started);
CREATE INDEX calls_by_result ON calls (result, started);
CREATE INDEX calls_by_direction ON calls (direction, started);
CREATE INDEX calls_by_number ON calls (number_digits, started);
CREATE INDEX calls_by_number_end ON calls (number_backwards, started);
CREATE INDEX calls_by_activity ON calls (is_long, first_at, last_at);

-- A call's ways through queues, in the order of entry. `outcome` is NULL while the caller waits.
CREATE TABLE passages (
    call_id INTEGER NOT NULL REFERENCES calls (id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    queue TEXT,
    entered INTEGER NOT NULL,
    entered_is_call_start INTEGER NOT NULL,
    transferred_in INTEGER NOT NULL,
    outcome TEXT,
    left_at INTEGER,
    agent TEXT,
    talked INTEGER,
    PRIMARY KEY (call_id, place)
) WITHOUT ROWID;

-- Offers that an agent did not take.
CREATE TABLE misses (
    call_id INTEGER NOT NULL REFERENCES calls (id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    agent TEXT NOT NULL,
    at INTEGER NOT NULL,
    queue TEXT,
    PRIMARY KEY (call_id, place)
) WITHOUT ROWID;

-- Derived, for finding: the queues a call went through, and the agents who talked on it.
CREATE TABLE call_queues (
    call_id INTEGER NOT NULL REFERENCES calls (id) ON DELETE CASCADE,
    queue TEXT NOT NULL,
    started INTEGER NOT NULL,
    PRIMARY KEY (call_id, queue)
) WITHOUT ROWID;
CREATE INDEX call_queues_by_queue ON call_queues (queue, started, call_id);
CREATE TABLE call_agents (
    call_id INTEGER NOT NULL REFERENCES calls (id) ON DELETE CASCADE,
    agent TEXT NOT NULL,
    started INTEGER NOT NULL,
    PRIMARY KEY (call_id, agent)
) WITHOUT ROWID;
CREATE INDEX call_agents_by_agent ON call_agents (agent, started, call_id);

-- Stretches in which an agent was in one state.
CREATE TABLE stints (
    agent TEXT NOT NULL,
    started INTEGER NOT NULL,
    ended INTEGER,
    state TEXT NOT NULL,
    is_long INTEGER NOT NULL,
    PRIMARY KEY (agent, started)
) WITHOUT ROWID;
CREATE INDEX stints_by_time ON stints (is_long, started, ended);

-- Small texts by name: how far the back-fill came, changes of rules.
CREATE TABLE marks (
    name TEXT NOT NULL PRIMARY KEY,
    body TEXT NOT NULL
);
