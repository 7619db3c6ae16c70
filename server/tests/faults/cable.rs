//! A cable between the server and its AntRing. It counts what passes, and it can be cut.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use wire::Millis;

use crate::pace;

/// Where the dashboard is asked for; an answer to it is a poll.
const DASHBOARD: &str = "call/dashboard";

/// What becomes of connections.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Through,
    /// Accepted, heard, and reset without an answer.
    Resets,
    /// Nobody listens: the system refuses.
    Unplugged,
    /// The far side closes its half of the connection amid its answer.
    HalfCloses,
}

/// What has passed.
#[derive(Debug, Clone, Default)]
pub struct Passed {
    /// When each connection was made, or tried.
    pub connections: Vec<Millis>,
    /// When each REST endpoint was asked, by its path below `/oapi/v1/`.
    pub requests: BTreeMap<String, Vec<Millis>>,
    /// When the dashboard was asked each time it answered.
    pub polls: Vec<Millis>,
    /// Channel events, duplicates included.
    pub events: u64,
    /// Legs of which at least one event came.
    pub legs_told: BTreeSet<String>,
    /// Legs whose answer was told.
    pub answers_told: BTreeSet<String>,
    /// Legs whose end was told.
    pub ends_told: BTreeSet<String>,
}

pub struct Cable {
    address: SocketAddr,
    ends: Arc<Ends>,
}

struct Ends {
    far: SocketAddr,
    way: watch::Sender<Way>,
    cut: Mutex<CancellationToken>,
    passed: Mutex<Passed>,
}

impl Cable {
    /// Lays a cable to `far`, an `http` address.
    pub fn to(far: &url::Url) -> Self {
        let far = far.socket_addrs(|| None).expect("an address with a port")[0];
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        listener.set_nonblocking(true).expect("every listener can be");
        let listener = TcpListener::from_std(listener).expect("it is one");
        let address = listener.local_addr().expect("it is bound");
        let ends = Arc::new(Ends {
            far,
            way: watch::Sender::new(Way::Through),
            cut: Mutex::default(),
            passed: Mutex::default(),
        });
        tokio::spawn(listen(Arc::clone(&ends), address, listener));
        Self { address, ends }
    }

    pub fn url(&self) -> url::Url {
        format!("http://{}", self.address).parse().expect("an address")
    }

    /// Ends all connections that are open.
    pub fn cut(&self) {
        std::mem::take(&mut *lock(&self.ends.cut)).cancel();
    }

    /// What becomes of connections from now on. Those that are open end, unless all go through.
    pub fn set(&self, way: Way) {
        self.ends.way.send_replace(way);
        if way != Way::Through {
            self.cut();
        }
    }

    pub fn passed(&self) -> Passed {
        lock(&self.ends.passed).clone()
    }

    /// Looks at what has passed without copying it.
    pub fn look<Seen>(&self, look: impl FnOnce(&Passed) -> Seen) -> Seen {
        look(&lock(&self.ends.passed))
    }
}

async fn listen(ends: Arc<Ends>, address: SocketAddr, listener: TcpListener) {
    let mut way = ends.way.subscribe();
    let mut listener = Some(listener);
    loop {
        let now = *way.borrow_and_update();
        if now == Way::Unplugged {
            listener = None;
        } else if listener.is_none() {
            listener = Some(TcpListener::bind(address).await.expect("its own port is free again"));
        }
        let accepted = async {
            match &listener {
                Some(listener) => listener.accept().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            Ok((near, _)) = accepted => {
                lock(&ends.passed).connections.push(pace::now());
                tokio::spawn(carry(Arc::clone(&ends), near, now));
            }
            changed = way.changed() => if changed.is_err() { return },
        }
    }
}

/// Carries one connection until either side ends it or it is cut.
async fn carry(ends: Arc<Ends>, near: TcpStream, way: Way) {
    let cut = lock(&ends.cut).clone();
    tokio::select! {
        () = cut.cancelled() => {}
        // A side that went away is what cables see all day.
        _ = between(&ends, near, way) => {}
    }
}

async fn between(ends: &Ends, mut near: TcpStream, way: Way) -> io::Result<()> {
    if way == Way::Resets {
        let mut heard = [0; 2048];
        let length = near.read(&mut heard).await?;
        Asked::default().hear(ends, &heard[..length]);
        near.set_zero_linger()?;
        return Ok(());
    }
    let far = TcpStream::connect(ends.far).await?;
    near.set_nodelay(true)?;
    far.set_nodelay(true)?;
    let ((near_read, near_write), (far_read, far_write)) = (near.into_split(), far.into_split());
    // Which endpoint the answers belong to; one connection carries one question at a time.
    let asked = Mutex::new(Asked::default());
    let (there, back) = tokio::join!(
        questions(ends, &asked, near_read, far_write),
        answers(ends, &asked, far_read, near_write, way == Way::HalfCloses),
    );
    there.and(back)
}

async fn questions(
    ends: &Ends,
    asked: &Mutex<Asked>,
    mut near: OwnedReadHalf,
    mut far: OwnedWriteHalf,
) -> io::Result<()> {
    let mut chunk = vec![0; 16_384];
    loop {
        let length = near.read(&mut chunk).await?;
        if length == 0 {
            return far.shutdown().await;
        }
        lock(asked).hear(ends, &chunk[..length]);
        far.write_all(&chunk[..length]).await?;
    }
}

async fn answers(
    ends: &Ends,
    asked: &Mutex<Asked>,
    mut far: OwnedReadHalf,
    mut near: OwnedWriteHalf,
    half_closes: bool,
) -> io::Result<()> {
    let mut chunk = vec![0; 16_384];
    let mut statuses = Ear::new("HTTP/1.1 ", |byte| byte == b' ');
    let quote = |byte| byte == b'"';
    let (mut legs, mut names) = (Ear::new("\"Call-ID\":\"", quote), Ear::new("\"Event-Name\":\"", quote));
    // Every event has one of each, in this order.
    let mut unnamed = VecDeque::new();
    loop {
        let length = far.read(&mut chunk).await?;
        if length == 0 {
            return near.shutdown().await;
        }
        if half_closes {
            near.write_all(&chunk[..length / 2]).await?;
            return near.shutdown().await;
        }
        // Written first: what is counted has been passed on.
        near.write_all(&chunk[..length]).await?;
        for status in statuses.hear(&chunk[..length]) {
            lock(asked).answered(ends, &status);
        }
        unnamed.extend(legs.hear(&chunk[..length]));
        for name in names.hear(&chunk[..length]) {
            let leg = unnamed.pop_front().expect("an event names its leg before itself");
            let mut passed = lock(&ends.passed);
            passed.events += 1;
            match name.as_str() {
                "CHANNEL_ANSWER" => drop(passed.answers_told.insert(leg.clone())),
                "CHANNEL_DESTROY" => drop(passed.ends_told.insert(leg.clone())),
                _ => {}
            }
            passed.legs_told.insert(leg);
        }
    }
}

/// The questions of one connection.
struct Asked {
    paths: Ear,
    /// The last one, and when.
    last: Option<(String, Millis)>,
}

impl Default for Asked {
    fn default() -> Self {
        Self { paths: Ear::new("/oapi/v1/", |byte| matches!(byte, b'?' | b' ')), last: None }
    }
}

impl Asked {
    fn hear(&mut self, ends: &Ends, bytes: &[u8]) {
        for path in self.paths.hear(bytes) {
            let at = pace::now();
            lock(&ends.passed).requests.entry(path.clone()).or_default().push(at);
            self.last = Some((path, at));
        }
    }

    fn answered(&self, ends: &Ends, status: &str) {
        if let Some((path, at)) = &self.last
            && path == DASHBOARD
            && status == "200"
        {
            lock(&ends.passed).polls.push(*at);
        }
    }
}

/// Hears a certain word in a stream of bytes, and what follows it up to an end.
struct Ear {
    word: &'static str,
    ends: fn(u8) -> bool,
    /// What may be the beginning of one.
    rest: Vec<u8>,
}

impl Ear {
    fn new(word: &'static str, ends: fn(u8) -> bool) -> Self {
        Self { word, ends, rest: Vec::new() }
    }

    fn hear(&mut self, bytes: &[u8]) -> Vec<String> {
        self.rest.extend_from_slice(bytes);
        let word = self.word.as_bytes();
        let (mut heard, mut from) = (Vec::new(), 0);
        while let Some(at) = self.rest[from..].windows(word.len()).position(|window| window == word) {
            let begins = from + at + word.len();
            let Some(length) = self.rest[begins..].iter().position(|byte| (self.ends)(*byte)) else {
                from += at;
                self.rest.drain(..from);
                return heard;
            };
            heard.push(String::from_utf8_lossy(&self.rest[begins..begins + length]).into_owned());
            from = begins + length;
        }
        let keep = (self.rest.len() - from).min(word.len() - 1);
        self.rest.drain(..self.rest.len() - keep);
        heard
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[test]
fn a_word_is_heard_however_it_is_cut() {
    let text = br#"x"Other-Leg-Call-ID":"no","Call-ID":"one"}{"Call-ID":"two"}"#;
    for size in 1..text.len() {
        let mut ear = Ear::new("\"Call-ID\":\"", |byte| byte == b'"');
        let heard: Vec<String> = text.chunks(size).flat_map(|chunk| ear.hear(chunk)).collect();
        assert_eq!(heard, ["one", "two"], "in pieces of {size}");
    }
}
