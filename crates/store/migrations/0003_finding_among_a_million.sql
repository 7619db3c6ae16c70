-- Finding among a million calls: what pages are filtered and sorted by lies in the indexes, so that passing over calls
-- reads no rows. Calls that are there are filled in here, in one go: about half a minute for a million.

-- Small numbers of queues, given as they come; `calls.queue_bits` has bit `no % 62` for each queue of the call.
CREATE TABLE queue_numbers (
    no INTEGER NOT NULL PRIMARY KEY,
    queue TEXT NOT NULL UNIQUE
);
INSERT INTO queue_numbers (queue) SELECT DISTINCT queue FROM call_queues ORDER BY queue;

ALTER TABLE calls ADD COLUMN queue_bits INTEGER NOT NULL DEFAULT 0;
-- As lists show and sort them: kpi::Call::last_wait and last_talk.
ALTER TABLE calls ADD COLUMN last_wait INTEGER;
ALTER TABLE calls ADD COLUMN last_talk INTEGER;
UPDATE calls SET
    queue_bits = COALESCE((
        SELECT SUM(DISTINCT 1 << (n.no % 62)) FROM call_queues q JOIN queue_numbers n ON n.queue = q.queue
        WHERE q.call_id = calls.id
    ), 0),
    last_wait = (
        SELECT CASE WHEN p.left_at > p.entered THEN p.left_at - p.entered WHEN p.left_at IS NOT NULL THEN 0 END
        FROM passages p WHERE p.call_id = calls.id ORDER BY p.place DESC LIMIT 1
    ),
    last_talk = COALESCE((
        SELECT p.talked FROM passages p WHERE p.call_id = calls.id ORDER BY p.place DESC LIMIT 1
    ), talked);

-- The first twelve signs of each leg that does not give the call its key; escaped as in `calls.legs`.
CREATE TABLE call_legs (
    call_id INTEGER NOT NULL REFERENCES calls (id) ON DELETE CASCADE,
    begins TEXT NOT NULL,
    PRIMARY KEY (call_id, begins)
) WITHOUT ROWID;
WITH RECURSIVE split (call_id, key, leg, rest) AS (
    SELECT id, key, key, legs FROM calls
    UNION ALL
    SELECT call_id, key, substr(rest, 1, instr(rest, char(10)) - 1), substr(rest, instr(rest, char(10)) + 1)
    FROM split WHERE rest <> ''
)
INSERT INTO call_legs (call_id, begins)
SELECT DISTINCT call_id, substr(leg, 1, 12) FROM split WHERE leg <> key;
CREATE INDEX call_legs_by_beginning ON call_legs (begins, call_id);

DROP INDEX calls_by_start;
DROP INDEX calls_by_result;
DROP INDEX calls_by_direction;
CREATE INDEX calls_by_start ON calls (started, id, direction, result, queue_bits, number_digits);
CREATE INDEX calls_by_result ON calls (result, started, id, direction, queue_bits, number_digits);
CREATE INDEX calls_by_direction ON calls (direction, started, id, result, queue_bits);
CREATE INDEX calls_by_wait ON calls (last_wait, started, id, direction, result, queue_bits);
CREATE INDEX calls_by_talk ON calls (last_talk, started, id, direction, result, queue_bits);
