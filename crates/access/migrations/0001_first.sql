-- Times are milliseconds since 1970-01-01 UTC. Yes and no are 1 and 0. Words (role, kind, did, …) are spelt as in src/.
-- Of every secret only its SHA-256 is here. A file that has been shipped is never changed: add one.

CREATE TABLE users (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    -- The name in lower case: Ân and ân are one person.
    name_key TEXT NOT NULL,
    role TEXT NOT NULL,
    -- A JSON list; NULL: all of them.
    queues TEXT,
    agent TEXT,
    -- A PHC string of argon2id; NULL: only single sign-on opens it.
    password TEXT,
    must_change_password INTEGER NOT NULL,
    masked INTEGER NOT NULL,
    may_reveal INTEGER NOT NULL,
    -- Who they are at the provider of single sign-on.
    issuer TEXT,
    subject TEXT,
    created_at INTEGER NOT NULL,
    signed_in_at INTEGER,
    removed_at INTEGER
);
CREATE UNIQUE INDEX users_by_name ON users (name_key) WHERE removed_at IS NULL;
CREATE UNIQUE INDEX users_by_subject ON users (issuer, subject) WHERE subject IS NOT NULL;

CREATE TABLE sessions (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    hash BLOB NOT NULL UNIQUE,
    user_id INTEGER NOT NULL REFERENCES users (id),
    created_at INTEGER NOT NULL,
    used_at INTEGER NOT NULL,
    address TEXT NOT NULL
);
CREATE INDEX sessions_by_user ON sessions (user_id);

CREATE TABLE tokens (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    hash BLOB NOT NULL UNIQUE,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    board TEXT,
    queues TEXT,
    agent TEXT,
    created_at INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    expires_at INTEGER,
    used_at INTEGER,
    revoked_at INTEGER
);

CREATE TABLE displays (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    hash BLOB NOT NULL UNIQUE,
    name TEXT NOT NULL,
    board TEXT NOT NULL,
    profile TEXT NOT NULL,
    paired_at INTEGER NOT NULL,
    paired_by TEXT NOT NULL,
    revoked_at INTEGER,
    -- What the screen said last, and when.
    seen_at INTEGER,
    version TEXT,
    resolution TEXT,
    last_frame_at INTEGER,
    up_since INTEGER,
    address TEXT
);

-- The one link that makes the first admin.
CREATE TABLE first_admin (
    hash BLOB NOT NULL PRIMARY KEY,
    made_at INTEGER NOT NULL
);

CREATE TABLE audit (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    who TEXT NOT NULL,
    address TEXT NOT NULL,
    did TEXT NOT NULL,
    object TEXT NOT NULL,
    detail TEXT NOT NULL
);
CREATE INDEX audit_by_time ON audit (at);

-- Entries before this may be forgotten (the setting access.audit_days). It only rises.
CREATE TABLE audit_kept (
    since INTEGER NOT NULL
);
INSERT INTO audit_kept (since) VALUES (0);

-- What has been written down stays as it is, also for a mistaken statement of this program.
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
CREATE TRIGGER audit_is_not_replaced BEFORE INSERT ON audit
WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
CREATE TRIGGER audit_is_not_forgotten_early BEFORE DELETE ON audit
WHEN OLD.at >= (SELECT since FROM audit_kept)
BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
CREATE TRIGGER audit_is_kept_as_long_as_was_said BEFORE UPDATE ON audit_kept
WHEN NEW.since < OLD.since
BEGIN SELECT RAISE(ABORT, 'what is forgotten does not come back'); END;
