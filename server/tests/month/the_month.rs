//! A month of a busy centre, read from its call history, and every number of it counted in four ways: by the server's
//! reports, by its drill lists and their CSV, by plain SQL over what it kept, and by the centre itself.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use simulator::{Load, Options, Simulator};
use url::Url;

use crate::cable::Cable;
use crate::child::{Server, Settings};
use crate::recount::{Numbers, Recount, Span};
use crate::scratch::Scratch;
use crate::support::{client, order, state_of};
use crate::{past, say};

const CALLS_PER_DAY: f64 = 3500.0;
/// Whole days before today; another number with `CALLBOARD_MONTH_DAYS`.
const DAYS: u32 = 30;
/// Long enough for a loaded machine.
const READ_WITHIN: Duration = Duration::from_secs(900);
const DAY: i64 = 86_400_000;

/// Everything that is compared, by what was counted where.
#[derive(Default)]
struct Compared {
    numbers: usize,
    differences: Vec<String>,
}

struct Month {
    simulator: Simulator,
    server: Server,
    recount: Recount,
    /// Ids.
    queues: Vec<String>,
}

#[tokio::test(flavor = "multi_thread")]
async fn a_month_agrees_with_itself_in_four_ways() {
    let days = std::env::var("CALLBOARD_MONTH_DAYS").ok().and_then(|text| text.parse().ok()).unwrap_or(DAYS);
    let (simulator, calls) = open_the_centre(days).await;
    let directory = Scratch::new("month");
    let server = read_the_past(&simulator, &directory, days).await;
    let recount = Recount::open(&server.settings.data_dir.join("callboard.db")).await;
    let state = state_of(&simulator, &client()).await;
    let ids = state["queues"].as_array().into_iter().flatten();
    let queues = ids.filter_map(|queue| queue["id"].as_str().map(str::to_owned)).collect();
    let month = Month { simulator, server, recount, queues };
    let kept = month.recount.count("SELECT COUNT(*) FROM calls").await;
    say(&format!("  {kept} calls kept, {calls} in the centre's history"));
    assert_eq!(kept, calls, "each call once");

    let mut compared = Compared::default();
    let spans = past::days(&month.simulator).await;
    let today = spans.last().expect("there is a today").span;
    let yesterday = Span { from: today.from - DAY, until: today.from };
    let whole = Span { from: today.from - DAY * i64::from(days), until: today.from };
    month.print(yesterday, "the day report (yesterday)").await;
    month.print(whole, &format!("the {days}-day report")).await;
    for span in [yesterday, whole, today] {
        month.compare_report(span, &mut compared).await;
    }
    month.compare_lists(yesterday, &month.kpis().await, &mut compared).await;
    let some = ["service-level", "offered", "callers-lost", "talk"].map(str::to_owned);
    month.compare_lists(whole, &some, &mut compared).await;
    month.compare_board(today, &mut compared).await;
    say(&format!("  {} comparisons, {} differences", compared.numbers, compared.differences.len()));
    assert!(compared.differences.is_empty(), "{:#?}", compared.differences);
    assert!(compared.numbers > 750, "{} comparisons", compared.numbers);
    if days >= DAYS {
        assert!(calls >= 100_000, "a month of {calls} calls");
    }
    month.server.stop().await;
    month.simulator.stop().await;
}

/// A quiet centre with a past of which nothing is under way; how many calls it remembers.
async fn open_the_centre(days: u32) -> (Simulator, i64) {
    let began = Instant::now();
    let options = Options {
        load: Load::Quiet,
        past_days: days,
        past_calls_per_day: CALLS_PER_DAY,
        requests_per_second: 0,
        history_delay: 0,
        ..Options::default()
    };
    let simulator = Simulator::start(options).await.expect("the simulator starts");
    let opened = began.elapsed();
    let client = client();
    for _ in 0..10 {
        let state = state_of(&simulator, &client).await;
        for call in state["calls"].as_array().into_iter().flatten() {
            let id = call["call_id"].as_str().expect("an id").replace('@', "%40");
            order(&simulator, &client, &format!("/calls/{id}/hang-up"), json!({})).await;
        }
    }
    let state = state_of(&simulator, &client).await;
    assert_eq!(state["calls"].as_array().map(Vec::len), Some(0), "nothing is under way");
    let calls = state["history_rows"].as_i64().expect("a count");
    say(&format!("\na past of {days} days: {calls} calls lived through in {:.1} s", opened.as_secs_f64()));
    (simulator, calls)
}

/// Reads the history to its end, with one forced stop halfway, and says how it went.
async fn read_the_past(simulator: &Simulator, directory: &Scratch, days: u32) -> Server {
    let url = |text: &str| text.parse::<Url>().expect("an address");
    let rest = Cable::to(&url(simulator.rest_url()));
    let mut settings =
        Settings::new(directory.path(), rest.url().as_str(), simulator.events_url(), simulator.credentials())
            .await;
    settings.set("ANTRING__REQUESTS_PER_SECOND", "500");
    settings.set("STORE__BACKFILL_DAYS", days.to_string());
    let began = Instant::now();
    let mut server = Server::start(&settings);
    server.answers().await;
    let mut told = 0;
    let mut stopped_at = None;
    loop {
        let progress = server.get("/api/v1/history/progress").await.expect("progress");
        let (done, of) =
            (progress["days_done"].as_u64().unwrap_or(0), progress["days"].as_u64().unwrap_or(0));
        if done >= told + 5 || (done > told && done == of) {
            told = done;
            say(&format!(
                "  {:>5.1} s: {done} of {of} days, {} records of this life",
                began.elapsed().as_secs_f64(),
                progress["records"]
            ));
        }
        if stopped_at.is_none() && done * 2 >= u64::from(days) && progress["state"] == "reading" {
            stopped_at = Some(done);
            server.kill();
            server = Server::start(&settings);
            server.answers().await;
            say(&format!("  {:>5.1} s: stopped by force and started again", began.elapsed().as_secs_f64()));
            continue;
        }
        if progress["state"] == "following" && done == of && of > 0 {
            break;
        }
        assert!(began.elapsed() < READ_WITHIN, "{progress}\n{}", server.last_words());
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let taken = began.elapsed().as_secs_f64();
    let pages = rest.look(|passed| passed.requests.get("call/histories").map_or(0, Vec::len));
    say(&format!(
        "  {taken:.1} s: done; {pages} pages of /call/histories. At AntRing's guessed budget of 1 request a second, which \
         the poll shares, that is {:.0} min or more",
        pages as f64 / 60.0,
    ));
    // What is read is on disk once the mark behind it is.
    tokio::time::sleep(Duration::from_secs(2)).await;
    server
}

impl Month {
    /// Every KPI of a stretch of time.
    async fn kpis(&self) -> Vec<String> {
        let list = self.ask("/api/v1/kpis").await;
        let ids = list["kpis"].as_array().expect("a list").iter();
        ids.map(|kpi| kpi["id"].as_str().expect("an id").to_owned())
            .filter(|id| !["waiting", "longest-wait"].contains(&id.as_str()))
            .collect()
    }

    async fn ask(&self, path: &str) -> Value {
        self.server.get(path).await.unwrap_or_else(|| panic!("{path}:\n{}", self.server.last_words()))
    }

    fn report_path(span: Span, queue: Option<&str>) -> String {
        let date = |at: i64| {
            let at = jiff::Timestamp::from_millisecond(at).expect("a time");
            at.to_zoned(jiff::tz::TimeZone::get("Asia/Ho_Chi_Minh").expect("a zone")).date()
        };
        let queue = queue.map_or(String::new(), |queue| format!("&queue={queue}"));
        format!("/api/v1/report?from={}&to={}{queue}", date(span.from), date(span.until - 1))
    }

    /// The report as a person would read it.
    async fn print(&self, span: Span, name: &str) {
        let began = Instant::now();
        let report = self.ask(&Self::report_path(span, None)).await;
        let taken = began.elapsed();
        let numbers = figures(&report["total"]);
        let share = |kpi: &str| {
            let (part, of) = numbers[kpi];
            format!("{:.1} % ({part}/{of})", part as f64 * 100.0 / of.max(1) as f64)
        };
        let mean = |kpi: &str| {
            let (part, of) = numbers[kpi];
            format!("{:.1} s", part as f64 / 1000.0 / of.max(1) as f64)
        };
        let count = |kpi: &str| numbers[kpi].0;
        say(&format!(
            "  {name} in {:.0} ms: {} calls, {} offered, {} answered, {} abandoned, {} flowed out, {} callers lost, \
             {} missed offers; service level {}, ASA {} (P90 {:.0} s), abandoned {}, answered {}, talk {}; unmatched {}",
            taken.as_secs_f64() * 1000.0,
            count("calls"),
            count("offered"),
            count("answered"),
            count("abandoned"),
            count("flowed-out"),
            count("callers-lost"),
            count("missed"),
            share("service-level"),
            mean("asa"),
            numbers["asa-p90"].0 as f64 / 1000.0,
            share("abandon-rate"),
            share("answer-rate"),
            mean("talk"),
            report["total"]["balance"]["remainder"],
        ));
    }

    /// The report against SQL and the centre, for all queues and each.
    async fn compare_report(&self, span: Span, compared: &mut Compared) {
        let truth = past::of(&self.simulator, span).await;
        let now = crate::pace::now();
        for queue in std::iter::once(None).chain(self.queues.iter().map(|id| Some(id.as_str()))) {
            let report = self.ask(&Self::report_path(span, queue)).await;
            let reported = figures(&report["total"]);
            let what = format!("{}…{} {}", span.from, span.until, queue.unwrap_or("all"));
            let counted = self.recount.numbers(span, queue, now).await;
            compared.hold(&format!("{what}: report and SQL"), &reported, &counted);
            let counts = queue.map_or(&truth.all, |queue| &truth.queues[queue]);
            let mut true_numbers = past::numbers(counts);
            if queue.is_none() {
                let calls = past::count(counts, "inbound") + past::count(counts, "outbound");
                true_numbers.insert("calls", (calls, 0));
            }
            compared.hold(&format!("{what}: report and the centre"), &reported, &true_numbers);
            let remainder = report["total"]["balance"]["remainder"].as_i64();
            compared.same(&format!("{what}: unmatched"), remainder, Some(0));
            let days = report["days"].as_array().expect("days").iter();
            let offered: i64 = days.map(|day| figures(day)["offered"].0).sum();
            compared.same(&format!("{what}: offered, summed by day"), offered, reported["offered"].0);
        }
    }

    /// Each number against its own list of calls, and that list as CSV, which is counted again here.
    async fn compare_lists(&self, span: Span, kpis: &[String], compared: &mut Compared) {
        let reported = figures(&self.ask(&Self::report_path(span, None)).await["total"]);
        for kpi in kpis {
            let drill =
                self.ask(&format!("/api/v1/kpis/{kpi}?from={}&to={}&limit=10", span.from, span.until)).await;
            let what = format!("{}…{} {kpi}", span.from, span.until);
            let pair =
                |value: &Value| (value["part"].as_i64().expect("a part"), value["of"].as_i64().expect("of"));
            compared.same(&format!("{what}: report and list"), reported[kpi.as_str()], pair(&drill));
            compared.same(&format!("{what}: list and its recount"), pair(&drill), pair(&drill["recount"]));
            let roles = drill["counts"].as_array().expect("counts").iter();
            let rows: u64 = roles.map(|role| role["count"].as_u64().expect("a count")).sum();
            compared.same(&format!("{what}: rows by role"), drill["total"].as_u64(), Some(rows));
            let path = drill["csv"].as_str().expect("where the CSV is");
            let url = format!("http://{}{path}", self.server.settings.address);
            let csv = self.server.client().get(url).send().await.expect("a CSV").text().await.expect("text");
            let lines: Vec<Vec<&str>> = csv
                .trim_end()
                .split("\r\n")
                .skip(1)
                .map(|line| line.rsplitn(4, ',').collect::<Vec<_>>())
                .collect();
            compared.same(
                &format!("{what}: lines of the CSV"),
                Some(lines.len() as u64),
                drill["total"].as_u64(),
            );
            let column =
                |place: usize| lines.iter().map(move |line| line[place].parse::<i64>().expect("a number"));
            let summed = (column(2).sum::<i64>(), column(1).sum::<i64>());
            let expected = pair(&drill);
            // Of a percentile, the parts are what it is taken of.
            let summed = if kpi == "asa-p90" { (expected.0, summed.1) } else { summed };
            compared.same(&format!("{what}: list and CSV, summed"), expected, summed);
            let version = &drill["definition"]["version"];
            let named = csv.lines().skip(1).all(|line| line.starts_with(&format!("{kpi},{version},")));
            compared.same(&format!("{what}: each line names the KPI and its version"), named, true);
        }
    }

    /// What the board shows against the API, and the day's window against SQL.
    async fn compare_board(&self, today: Span, compared: &mut Compared) {
        let mut of_board = BTreeMap::new();
        let mut of_api = BTreeMap::new();
        let mut at = 0;
        // Half an hour moves on with every second: the two must be of the same one.
        for _ in 0..20 {
            let board = self.ask("/api/v1/board/all").await;
            let list = self.ask("/api/v1/kpis").await;
            of_board = windows(board["board"]["figures"].as_array().expect("figures").iter());
            let values = list["kpis"].as_array().expect("a list").iter();
            of_api = windows(values.flat_map(|kpi| kpi["values"].as_array().expect("values")));
            at = list["at"].as_i64().expect("a time");
            of_api.retain(|(kpi, _), _| kpi != "longest-wait" && kpi != "occupancy");
            of_board.retain(|(kpi, _), _| kpi != "occupancy");
            if of_board == of_api {
                break;
            }
            tokio::time::sleep(Duration::from_millis(300)).await;
        }
        for (key, value) in &of_api {
            compared.same(&format!("{key:?}: board and API"), of_board.get(key), Some(value));
        }
        let day = Span { from: today.from, until: at + 1 };
        let half_hour = Span { from: at + 1 - 1_800_000, until: at + 1 };
        for (window, span) in [("day", day), ("30m", half_hour)] {
            for (kpi, counted) in self.recount.numbers(span, None, at).await {
                let shown = of_api.get(&(kpi.to_owned(), window.to_owned())).copied();
                compared.same(&format!("{kpi} {window}: API and SQL"), shown, Some(counted));
            }
        }
    }
}

impl Compared {
    fn same<Value: PartialEq + std::fmt::Debug>(&mut self, what: &str, one: Value, other: Value) {
        self.numbers += 1;
        if one != other {
            self.differences.push(format!("{what}: {one:?}, {other:?}"));
        }
    }

    fn hold(&mut self, what: &str, reported: &BTreeMap<String, (i64, i64)>, counted: &Numbers) {
        for (kpi, pair) in counted {
            self.same(&format!("{what}: {kpi}"), reported.get(*kpi), Some(pair));
        }
    }
}

/// By KPI.
fn figures(row: &Value) -> BTreeMap<String, (i64, i64)> {
    let figures = row["figures"].as_array().unwrap_or_else(|| panic!("figures: {row}")).iter();
    let pair =
        |figure: &Value| (figure["part"].as_i64().expect("a part"), figure["of"].as_i64().expect("of"));
    figures.map(|figure| (figure["kpi"].as_str().expect("an id").to_owned(), pair(figure))).collect()
}

/// By KPI and window.
fn windows<'a>(figures: impl Iterator<Item = &'a Value>) -> BTreeMap<(String, String), (i64, i64)> {
    figures
        .map(|figure| {
            let text = |key: &str| figure[key].as_str().expect("a word").to_owned();
            let number = |key: &str| figure[key].as_i64().expect("a number");
            ((text("kpi"), text("window")), (number("part"), number("of")))
        })
        .collect()
}
