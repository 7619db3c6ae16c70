//! https and wss behind a certificate of the company's own: refused without its root, in words that say so, and
//! trusted with it, by REST and by every dialect.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::time::Duration;

use antring::feed::{Dialect, EventServer, FeedEvent, SessionEnd, detect_dialect, run_session};
use antring::{Account, Client, ClientSettings, Dialled, ExtraCa, RestError, SipDevice};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, SanType};
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use simulator::{Load, Options, Simulator};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use url::Url;

use crate::support::{install_crypto, settings};

#[expect(clippy::disallowed_methods, reason = "the simulator lives by the machine's clock")]
fn now() -> floor::Millis {
    jiff::Timestamp::now().as_millisecond()
}

/// A company's own authority, and a server's certificate from it for 127.0.0.1.
struct Authority {
    pem: String,
    server: Arc<ServerConfig>,
}

impl Authority {
    fn new() -> Self {
        install_crypto();
        let root_key = KeyPair::generate().expect("a key");
        let mut root = CertificateParams::default();
        root.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        root.distinguished_name.push(rcgen::DnType::CommonName, "Acme's own authority");
        let pem = root.self_signed(&root_key).expect("a root").pem();
        let issuer = Issuer::new(root, root_key);

        let key = KeyPair::generate().expect("a key");
        let mut params = CertificateParams::default();
        params.subject_alt_names = vec![SanType::IpAddress(IpAddr::V4(Ipv4Addr::LOCALHOST))];
        let certificate = params.signed_by(&key, &issuer).expect("a certificate");
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let server = ServerConfig::builder()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key)
            .expect("they fit");
        Self { pem, server: Arc::new(server) }
    }

    fn extra_ca(&self) -> ExtraCa {
        ExtraCa::from_pem(self.pem.as_bytes()).expect("a root")
    }

    /// A proxy that speaks TLS and passes on to `backend`.
    async fn in_front_of(&self, backend: &str) -> Url {
        let mut url = Url::parse(backend).expect("a URL");
        let backend = url.socket_addrs(|| None).expect("an address")[0];
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("it is bound").port();
        let acceptor = TlsAcceptor::from(Arc::clone(&self.server));
        tokio::spawn(async move {
            while let Ok((connection, _)) = listener.accept().await {
                let acceptor = acceptor.clone();
                tokio::spawn(async move {
                    let mut outer = acceptor.accept(connection).await?;
                    copy_bidirectional(&mut outer, &mut TcpStream::connect(backend).await?).await
                });
            }
        });
        url.set_scheme("https").expect("a web address");
        url.set_port(Some(port)).expect("a web address");
        url
    }
}

#[tokio::test]
async fn rest_and_all_dialects_trust_a_companys_own_root_only_when_told() {
    let authority = Authority::new();
    for (dialect, other) in [
        (Dialect::SocketIo09, simulator::Dialect::SocketIo09),
        (Dialect::SocketIo2, simulator::Dialect::SocketIo2),
        (Dialect::SocketIo4, simulator::Dialect::SocketIo4),
        (Dialect::Blackhole, simulator::Dialect::Blackhole),
    ] {
        let options = Options { dialect: other, load: Load::Quiet, ..Options::default() };
        let simulator = Simulator::start(options).await.expect("it starts");
        let rest = authority.in_front_of(simulator.rest_url()).await;
        let events = authority.in_front_of(simulator.events_url()).await;
        let credentials = simulator.credentials();
        let account = Account {
            app_id: credentials.app_id.clone(),
            app_secret: credentials.app_secret.clone().into(),
            account_id: credentials.account_id.clone(),
            domain: credentials.domain.clone(),
            email: credentials.email.clone(),
        };

        let stranger = Client::new(rest.clone(), account.clone(), settings()).expect("a client");
        let error = stranger.auth_token(now()).await.expect_err("an unknown root");
        assert!(matches!(error, RestError::Untrusted { .. }), "{error:?}");
        assert!(error.to_string().contains("not trusted"), "{error}");
        let server = EventServer::new(events.clone());
        let end = detect_dialect(&server).await.expect_err("an unknown root");
        assert!(matches!(end, SessionEnd::Untrusted(_)), "{dialect:?}: {end:?}");
        let (sender, _receiver) = mpsc::channel(8);
        let end = run_session(dialect, &server, &account, &"t".into(), sender).await;
        assert!(matches!(end, SessionEnd::Untrusted(_)), "{dialect:?}: {end:?}");
        assert!(end.to_string().contains("not trusted"), "{end}");

        let extra_ca = Some(authority.extra_ca());
        let trusting = ClientSettings { extra_ca: extra_ca.clone(), ..settings() };
        let client = Client::new(rest, account.clone(), trusting).expect("a client");
        let token = client.auth_token(now()).await.expect("a token").value;
        let server = EventServer { extra_ca, ..server };
        assert_eq!(detect_dialect(&server).await, Ok(dialect));
        let (sender, mut receiver) = mpsc::channel(64);
        let session =
            tokio::spawn(async move { run_session(dialect, &server, &account, &token, sender).await });
        let mut next =
            async || timeout(Duration::from_secs(20), receiver.recv()).await.expect("something comes");
        while next().await.expect("the session lives") != FeedEvent::Subscribed {}
        tokio::time::sleep(Duration::from_millis(300)).await;
        let device = SipDevice {
            user: credentials.sip_user.clone(),
            password: credentials.sip_password.clone().into(),
        };
        assert_eq!(client.click_to_call("0909000111", &device).await, Ok(Dialled::Ringing));
        while !matches!(next().await.expect("the session lives"), FeedEvent::Leg(_)) {}
        simulator.stop().await;
        session.abort();
    }
}

#[tokio::test]
async fn a_certificate_for_another_host_is_not_trusted_and_the_words_say_why() {
    let authority = Authority::new();
    let mut url = authority.in_front_of("http://127.0.0.1:9").await;
    url.set_host(Some("localhost")).expect("a host");
    let server = EventServer { extra_ca: Some(authority.extra_ca()), ..EventServer::new(url) };
    let end = detect_dialect(&server).await.expect_err("another name");
    assert!(matches!(&end, SessionEnd::Untrusted(why) if why.contains("another host")), "{end:?}");
}
