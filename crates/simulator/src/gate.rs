//! A listener whose connections can be cut, refused or frozen: faults beneath every protocol.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};

/// Between attempts to open a port again.
const REBIND_AFTER: Duration = Duration::from_millis(50);

/// The switch of one listener.
#[derive(Debug, Default)]
pub struct Gate {
    /// Cancelled to cut the connections that hold it.
    connections: Mutex<CancellationToken>,
    refusing: watch::Sender<bool>,
    frozen: AtomicBool,
}

impl Gate {
    /// Cuts all connections; new ones are accepted.
    pub fn cut(&self) {
        let mut connections = self.connections.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *connections).cancel();
    }

    /// Closes the port, or opens it again.
    pub fn refuse(&self, refuse: bool) {
        self.refusing.send_if_modified(|refusing| std::mem::replace(refusing, refuse) != refuse);
    }

    /// Whatever is written to the connections vanishes. Thawing cuts them, for their streams have holes.
    pub fn freeze(&self, freeze: bool) {
        if self.frozen.swap(freeze, Ordering::Relaxed) && !freeze {
            self.cut();
        }
    }

    fn token(&self) -> CancellationToken {
        self.connections.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// A TCP listener behind a gate.
#[derive(Debug)]
pub struct GatedListener {
    /// Gone while the gate refuses, so that the operating system does.
    listener: Option<TcpListener>,
    address: SocketAddr,
    gate: Arc<Gate>,
}

impl GatedListener {
    pub async fn bind(address: SocketAddr, gate: Arc<Gate>) -> io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        Ok(Self { listener: Some(listener), address, gate })
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

impl axum::serve::Listener for GatedListener {
    type Io = GatedStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (GatedStream, SocketAddr) {
        let mut refusing = self.gate.refusing.subscribe();
        loop {
            if *refusing.borrow_and_update() {
                self.listener = None;
            } else if self.listener.is_none() {
                match TcpListener::bind(self.address).await {
                    Ok(listener) => self.listener = Some(listener),
                    Err(error) => {
                        tracing::warn!(%error, address = %self.address, "the port could not be opened again yet");
                        tokio::time::sleep(REBIND_AFTER).await;
                        continue;
                    }
                }
            }
            let accepted = async {
                match self.listener.as_mut() {
                    Some(listener) => axum::serve::Listener::accept(listener).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                (stream, address) = accepted => {
                    stream.set_nodelay(true).ok(); // worth a try; without it, events are a little later
                    let cut = Box::pin(self.gate.token().cancelled_owned());
                    return (GatedStream { stream, cut, gate: Arc::clone(&self.gate) }, address);
                }
                _ = refusing.changed() => {}
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.address)
    }
}

/// A connection that ends when its gate is cut.
pub struct GatedStream {
    stream: TcpStream,
    cut: Pin<Box<WaitForCancellationFutureOwned>>,
    gate: Arc<Gate>,
}

impl GatedStream {
    fn check(&mut self, context: &mut Context<'_>) -> io::Result<()> {
        match self.cut.as_mut().poll(context) {
            Poll::Ready(()) => Err(io::ErrorKind::ConnectionReset.into()),
            Poll::Pending => Ok(()),
        }
    }
}

impl AsyncRead for GatedStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.check(context)?;
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for GatedStream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.check(context)?;
        if self.gate.frozen.load(Ordering::Relaxed) {
            return Poll::Ready(Ok(bytes.len()));
        }
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.check(context)?;
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
