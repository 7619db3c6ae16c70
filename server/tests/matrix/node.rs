//! Node programs of `end2end/peers`, spoken to in lines of JSON.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;

use serde_json::Value;
use tokio::sync::Mutex;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::time::timeout;

use super::support::SOON;

/// A running program. It ends when its standard input does, which is when this is dropped.
pub struct Program {
    child: Child,
    orders: Option<mpsc::Sender<String>>,
    said: Mutex<UnboundedReceiver<Value>>,
}

impl Program {
    /// Starts `end2end/peers/<script>`.
    pub fn start(script: &str, arguments: &[&str]) -> Self {
        let end2end = Path::new(env!("CARGO_MANIFEST_DIR")).join("../end2end");
        assert!(
            end2end.join("node_modules/socket.io-09").is_dir(),
            "Socket.IO's own servers are not installed: run cargo xtask test once, or npm ci in end2end"
        );
        // `cargo xtask` names its own Node where the system's is too old.
        let node = std::env::var_os("CALLBOARD_NODE").map_or_else(|| PathBuf::from("node"), PathBuf::from);
        let mut command = Command::new(&node);
        command.arg(end2end.join("peers").join(script)).args(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap_or_else(|error| {
            panic!(
                "{} does not start ({error}): run cargo xtask test once, which brings Node",
                node.display()
            )
        });
        let mut stdin = child.stdin.take().expect("it is piped");
        let stdout = child.stdout.take().expect("it is piped");
        let (orders, to_write) = mpsc::channel::<String>();
        std::thread::spawn(move || {
            for line in to_write {
                // A program that was killed reads no more.
                if writeln!(stdin, "{line}").and_then(|()| stdin.flush()).is_err() {
                    return;
                }
            }
        });
        let (heard, said) = unbounded_channel();
        std::thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                let line = serde_json::from_str(&line).unwrap_or(Value::String(line));
                if heard.send(line).is_err() {
                    return;
                }
            }
        });
        Self { child, orders: Some(orders), said: Mutex::new(said) }
    }

    pub fn tell(&self, line: String) {
        if let Some(orders) = &self.orders {
            orders.send(line).ok();
        }
    }

    /// The next line in which `found` finds something.
    pub async fn hears<Found>(&self, what: &str, mut found: impl FnMut(&Value) -> Option<Found>) -> Found {
        let listening = async {
            let mut said = self.said.lock().await;
            let mut others = Vec::new();
            loop {
                let Some(line) = said.recv().await else {
                    panic!("it ended before: {what}; it said {others:?}")
                };
                if let Some(found) = found(&line) {
                    return found;
                }
                others.push(line);
            }
        };
        timeout(SOON, listening).await.unwrap_or_else(|_| panic!("in vain: {what}"))
    }

    /// Everything said by now.
    pub async fn so_far(&self) -> Vec<Value> {
        let mut said = self.said.lock().await;
        std::iter::from_fn(|| said.try_recv().ok()).collect()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.orders = None;
        // By its own handle; nothing else is touched. It may have ended by itself.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
