//! Every number counted again, straight from the tables, by one plain SELECT each.
//!
//! It is written from the definitions' words (`product/kpi.md`) for the rules that hold where nobody set any: SL-2,
//! answered within 20 s, abandons under 5 s left out. Nothing here is shared with the code that makes the numbers.

use std::collections::BTreeMap;
use std::path::Path;

use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};

/// From the first millisecond up to, and without, the second.
#[derive(Debug, Clone, Copy)]
pub struct Span {
    pub from: i64,
    pub until: i64,
}

/// By KPI: numerator and denominator, sum and count, or a count and 0.
pub type Numbers = BTreeMap<&'static str, (i64, i64)>;

/// Ways through queues of the queue that is asked for, by a condition on one of its times.
macro_rules! passages {
    ($numbers:literal, $time:literal, $which:literal) => {
        concat!(
            "SELECT ",
            $numbers,
            " FROM passages WHERE ",
            $which,
            " AND ",
            $time,
            " >= ?1 AND ",
            $time,
            " < ?2 ",
            "AND (?3 IS NULL OR queue = ?3)"
        )
    };
}

/// A service level: who counts as in time, and who counts at all. Who passes the target counts at that moment, however
/// it ends; everybody else when they left.
macro_rules! service {
    ($in_time:literal, $counts:literal) => {
        concat!(
            "SELECT COALESCE(SUM(", $in_time, "), 0), COUNT(*) FROM (",
            "  SELECT outcome, queue, wait, CASE WHEN wait > 20000 THEN entered + 20001 ELSE left_at END AS at",
            "  FROM (SELECT *, COALESCE(left_at, ?4) - entered AS wait FROM passages)",
            ") WHERE (wait > 20000 OR ", $counts, ") AND at >= ?1 AND at < ?2 AND (?3 IS NULL OR queue = ?3)"
        )
    };
}

/// In each: ?1 and ?2 are the span, ?3 the queue or NULL, ?4 now. Lengths of time are milliseconds.
const STATEMENTS: &[(&str, &str)] = &[
    ("offered", passages!("COUNT(*), 0", "entered", "TRUE")),
    ("answered", passages!("COUNT(*), 0", "left_at", "outcome = 'answered'")),
    ("abandoned", passages!("COUNT(*), 0", "left_at", "outcome = 'abandoned'")),
    ("flowed-out", passages!("COUNT(*), 0", "left_at", "outcome = 'flowed-out'")),
    // Σ wait of answered / A, from queue entry.
    ("asa", passages!("COALESCE(SUM(left_at - entered), 0), COUNT(*)", "left_at", "outcome = 'answered'")),
    // The nearest rank: the least wait that nine of ten do not exceed.
    (
        "asa-p90",
        concat!(
            "SELECT COALESCE(MIN(wait), 0), COALESCE(MAX(n), 0) FROM (",
            passages!(
                "left_at - entered AS wait, ROW_NUMBER() OVER (ORDER BY left_at - entered) AS place, COUNT(*) OVER () AS n",
                "left_at",
                "outcome = 'answered'"
            ),
            ") WHERE place * 100 >= n * 90"
        ),
    ),
    (
        "abandon-wait",
        passages!(
            "COALESCE(SUM(left_at - entered), 0), COUNT(*)",
            "left_at",
            "outcome = 'abandoned' AND left_at - entered >= 5000"
        ),
    ),
    // (B − B_S) / (O − B_S), of those who entered in the span.
    (
        "abandon-rate",
        passages!(
            "COALESCE(SUM(outcome IS 'abandoned'), 0), COUNT(*)",
            "entered",
            "NOT (outcome IS 'abandoned' AND left_at - entered < 5000)"
        ),
    ),
    ("answer-rate", passages!("COALESCE(SUM(outcome IS 'answered'), 0), COUNT(*)", "entered", "TRUE")),
    // A talk counts when it is over.
    (
        "talk",
        passages!(
            "COALESCE(SUM(talked), 0), COUNT(*)",
            "left_at + talked",
            "outcome = 'answered' AND talked IS NOT NULL AND left_at + talked <= ?4"
        ),
    ),
    ("missed", "SELECT COUNT(*), 0 FROM misses WHERE at >= ?1 AND at < ?2 AND (?3 IS NULL OR queue = ?3)"),
    // Distinct conversations, those between colleagues left out.
    (
        "calls",
        "SELECT COUNT(*), 0 FROM calls WHERE direction <> 'internal' AND started >= ?1 AND started < ?2 \
         AND (?3 IS NULL OR EXISTS (SELECT 1 FROM passages WHERE call_id = calls.id AND queue = ?3))",
    ),
    // Each number once.
    (
        "callers-lost",
        "SELECT COUNT(DISTINCT COALESCE(number, key)), 0 FROM passages JOIN calls ON calls.id = call_id \
         WHERE outcome = 'abandoned' AND left_at - entered >= 5000 AND left_at >= ?1 AND left_at < ?2 \
         AND (?3 IS NULL OR queue = ?3)",
    ),
    // A_T / (A + B − B_S).
    (
        "service-level",
        service!(
            "outcome IS 'answered' AND wait <= 20000",
            "outcome = 'answered' OR (outcome = 'abandoned' AND wait >= 5000)"
        ),
    ),
    // A_T / (A + B).
    ("sl-1", service!("outcome IS 'answered' AND wait <= 20000", "outcome IN ('answered', 'abandoned')")),
    (
        "sl-2",
        service!(
            "outcome IS 'answered' AND wait <= 20000",
            "outcome = 'answered' OR (outcome = 'abandoned' AND wait >= 5000)"
        ),
    ),
    // A_T / (A + B − B_T).
    ("sl-3", service!("outcome IS 'answered' AND wait <= 20000", "outcome = 'answered'")),
    // A_T / A, when they were answered.
    (
        "sl-4",
        passages!(
            "COALESCE(SUM(left_at - entered <= 20000), 0), COUNT(*)",
            "left_at",
            "outcome = 'answered'"
        ),
    ),
    // (A_T + B_T) / (A + B).
    (
        "sl-5",
        service!(
            "outcome IN ('answered', 'abandoned') AND wait <= 20000",
            "outcome IN ('answered', 'abandoned')"
        ),
    ),
];

/// The database file, which this never writes to.
pub struct Recount {
    pool: SqlitePool,
}

impl Recount {
    /// Beside a server that has it open.
    pub async fn open(file: &Path) -> Self {
        let options = SqliteConnectOptions::new().filename(file).read_only(true);
        Self { pool: SqlitePool::connect_with(options).await.expect("the database can be read") }
    }

    /// All numbers of a queue, or of all, as they were known at `now`.
    pub async fn numbers(&self, span: Span, queue: Option<&str>, now: i64) -> Numbers {
        let mut numbers = Numbers::new();
        for (kpi, statement) in STATEMENTS {
            let row: (i64, i64) = sqlx::query_as(*statement)
                .bind(span.from)
                .bind(span.until)
                .bind(queue)
                .bind(now)
                .fetch_one(&self.pool)
                .await
                .unwrap_or_else(|error| panic!("{kpi}: {error}"));
            numbers.insert(*kpi, row);
        }
        numbers
    }

    pub async fn count(&self, statement: &'static str) -> i64 {
        let (count,): (i64,) = sqlx::query_as(statement).fetch_one(&self.pool).await.expect("a count");
        count
    }
}
