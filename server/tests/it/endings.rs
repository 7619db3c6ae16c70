//! Whoever may no longer look stops seeing within a second: sockets, events, replays and downloads under way.

use std::time::{Duration, Instant};

use access::Role;
use simulator::Dialect;

use crate::support::secrets::Secret;
use crate::support::{TestServer, Viewer, say};

/// The promise.
const WITHIN: Duration = Duration::from_secs(1);

/// What ends it, by its name; each is done as another process does it, which is the slowest way.
#[derive(Debug, Clone, Copy)]
enum Ending {
    UserRemoved,
    RoleChanged,
    SignedOut,
    TokenRevoked,
    DisplayRevoked,
}

async fn opened(server: &TestServer, ending: Ending) -> Secret {
    match ending {
        Ending::UserRemoved | Ending::RoleChanged | Ending::SignedOut => {
            server.session(Role::Supervisor).await
        }
        Ending::TokenRevoked => server.token(Role::Supervisor).await,
        Ending::DisplayRevoked => server.display().await,
    }
}

async fn end(server: &TestServer, ending: Ending, secret: &Secret) {
    match ending {
        Ending::UserRemoved => server.remove_user_of(secret).await,
        Ending::RoleChanged => server.demote_user_of(secret).await,
        Ending::SignedOut => server.sign_out(secret).await,
        Ending::TokenRevoked => server.revoke_token(secret).await,
        Ending::DisplayRevoked => server.revoke_display(secret).await,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn open_streams_end_within_a_second_of_the_revocation() {
    let server = TestServer::start(Dialect::SocketIo09).await;
    server.ready().await;
    for ending in [
        Ending::UserRemoved,
        Ending::RoleChanged,
        Ending::SignedOut,
        Ending::TokenRevoked,
        Ending::DisplayRevoked,
    ] {
        let secret = opened(&server, ending).await;
        let mut live = Viewer::as_holder(&server, "", &secret).await;
        live.until("a board", |_| Some(())).await;
        let (name, value) = secret.header().expect("a secret");
        let events = server.plain().get(server.url("/api/v1/board/all/events")).header(name, &value);
        let mut events = events.send().await.expect("an answer");
        assert_eq!(events.status(), 200);
        let mut other = Viewer::connect(&server, "", None).await;

        let began = Instant::now();
        end(&server, ending, &secret).await;
        let socket = async {
            while live.next().await {}
            began.elapsed()
        };
        let stream = async {
            while let Ok(Some(_)) = events.chunk().await {}
            began.elapsed()
        };
        let (socket, stream) = tokio::join!(socket, stream);
        say(&format!("{ending:?}: socket closed after {socket:?}, events after {stream:?}"));
        assert_eq!(live.closed, Some(wire::close::SIGNED_OUT), "{ending:?}");
        assert!(socket < WITHIN && stream < WITHIN, "{ending:?}: {socket:?} {stream:?}");
        // Nobody else was disturbed.
        assert!(other.next().await, "another viewer goes on");
        let again = server.plain().get(server.url("/api/v1/journal")).header(name, &value).send().await;
        let expected = if matches!(ending, Ending::RoleChanged) { 403 } else { 401 };
        assert_eq!(again.expect("an answer").status(), expected, "{ending:?}");
    }
    server.stop().await;
}
