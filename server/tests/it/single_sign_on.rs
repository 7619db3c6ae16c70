//! The company's sign-in, with a real provider in a process of its own (`end2end/peers/oidc.mjs`).

use std::collections::BTreeMap;

use reqwest::{Response, StatusCode, header};
use serde_json::{Value, json};
use simulator::Dialect;
use url::Url;

use crate::node::Program;
use crate::support::TestServer;

/// What the provider thinks this server is called; the test's browser knows better.
const OUTSIDE: &str = "http://127.0.0.1:1";

/// A server, and its provider.
struct Company {
    server: TestServer,
    provider: Program,
}

impl Company {
    async fn start() -> Self {
        let back = [format!("{OUTSIDE}/login/oidc/callback"), format!("{OUTSIDE}/login")];
        let provider = Program::start("oidc.mjs", &["--redirect", &back[0], "--back", &back[1]]);
        let issuer = provider.hears("its issuer", |line| line["issuer"].as_str().map(str::to_owned)).await;
        let options = simulator::Options {
            dialect: Dialect::SocketIo4,
            load: simulator::Load::Quiet,
            history_delay: 0,
            ..simulator::Options::default()
        };
        let server = TestServer::start_with(options, |config| {
            config.server.public_url = Some(Url::parse(OUTSIDE).expect("an address"));
            config.oidc.issuer = Some(Url::parse(&issuer).expect("an address"));
            config.oidc.client_id = "callboard".into();
            config.oidc.client_secret = "a-secret-of-this-test".into();
            config.oidc.scopes = vec!["profile".into(), "groups".into()];
            config.oidc.supervisors = vec!["leads".into()];
            config.oidc.agents = vec!["staff".into()];
        })
        .await;
        Self { server, provider }
    }

    fn groups(&self, groups: Value) {
        self.provider.tell(json!({ "groups": groups }).to_string());
    }

    fn browser(&self) -> Browser<'_> {
        Browser { server: &self.server, cookies: BTreeMap::new() }
    }
}

/// Keeps cookies and follows redirects, as browsers do.
struct Browser<'a> {
    server: &'a TestServer,
    cookies: BTreeMap<String, String>,
}

impl Browser<'_> {
    /// Where it ends up: the address, and the page.
    async fn open(&mut self, url: &str) -> (String, Response) {
        self.ask(url.to_owned(), None).await
    }

    async fn send(&mut self, url: &str, form: &str) -> (String, Response) {
        self.ask(url.to_owned(), Some(form.to_owned())).await
    }

    async fn ask(&mut self, mut url: String, mut form: Option<String>) -> (String, Response) {
        for _ in 0..20 {
            if let Some(path) = url.strip_prefix(OUTSIDE) {
                url = self.server.url(path);
            }
            let answer = self.once(&url, form.take()).await;
            let Some(to) = answer.headers().get(header::LOCATION) else { return (url, answer) };
            let to = to.to_str().expect("an address");
            url = Url::parse(&url).and_then(|url| url.join(to)).expect("an address").into();
        }
        panic!("redirected for ever, lately to {url}");
    }

    async fn once(&mut self, url: &str, form: Option<String>) -> Response {
        let client = self.server.plain();
        let asked = match form {
            Some(form) => client
                .post(url)
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .header("sec-fetch-site", "same-origin")
                .body(form),
            None => client.get(url),
        };
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let answer = asked.header(header::COOKIE, cookies.join("; ")).send().await.expect("an answer");
        for cookie in answer.headers().get_all(header::SET_COOKIE) {
            let cookie = cookie.to_str().expect("text");
            let (name, value) =
                cookie.split(';').next().and_then(|pair| pair.split_once('=')).expect("a cookie");
            match value {
                "" => self.cookies.remove(name),
                value => self.cookies.insert(name.to_owned(), value.to_owned()),
            };
        }
        answer
    }

    /// Goes to the provider and signs in there as that person; where that leads.
    async fn sign_in(&mut self, name: &str, next: &str) -> (String, Response) {
        let (url, page) = self.open(&self.server.url(&format!("/login/oidc?next={next}"))).await;
        let action = form_of(&url, page).await.expect("the provider asks who it is");
        self.send(&action, &format!("prompt=login&login={name}&password=any")).await
    }

    async fn status(&mut self, path: &str) -> StatusCode {
        let url = self.server.url(path);
        self.once(&url, None).await.status()
    }
}

/// Where a page's form goes.
async fn form_of(url: &str, page: Response) -> Option<String> {
    let text = page.text().await.expect("a page");
    let action = text.split_once("action=\"")?.1.split('"').next()?;
    Some(Url::parse(url).and_then(|url| url.join(action)).expect("an address").into())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn groups_give_the_role_and_the_next_sign_in_takes_it() {
    let company = Company::start().await;
    company.groups(json!({ "ann": ["leads"] }));
    let mut desk = company.browser();
    let (url, page) = desk.sign_in("ann", "/api/v1/report?from=2026-11-20").await;
    assert_eq!((url, page.status()), (company.server.url("/api/v1/report?from=2026-11-20"), StatusCode::OK));

    company.groups(json!({ "ann": ["staff"] }));
    let mut elsewhere = company.browser();
    let (url, _) = elsewhere.sign_in("ann", "/account").await;
    assert_eq!(url, company.server.url("/account"));
    assert_eq!(
        desk.status("/api/v1/report?from=2026-11-20").await,
        StatusCode::FORBIDDEN,
        "also at her desk"
    );
    assert_eq!(desk.status("/account").await, StatusCode::OK, "where she is still signed in");

    company.groups(json!({ "ann": [] }));
    let (url, _) = company.browser().sign_in("ann", "/").await;
    assert_eq!(url, company.server.url("/login?sso=no-role"));
    for (there, mut browser) in [("desk", desk), ("elsewhere", elsewhere)] {
        assert_eq!(browser.status("/account").await, StatusCode::SEE_OTHER, "no group, no session: {there}");
    }
    company.server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_in_no_group_stays_outside_and_is_told_so() {
    let company = Company::start().await;
    company.groups(json!({ "eve": ["visitors"] }));
    let mut browser = company.browser();
    let (url, page) = browser.sign_in("eve", "/").await;
    assert_eq!((url, page.status()), (company.server.url("/login?sso=no-role"), StatusCode::OK));
    assert_eq!(browser.status("/account").await, StatusCode::SEE_OTHER);
    company.server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_way_back_is_good_once_and_for_the_browser_that_left() {
    let company = Company::start().await;
    company.groups(json!({ "ann": ["leads"], "mallory": ["leads"] }));
    // Mallory signs in up to the last step, and leaves that step to somebody else's browser.
    let mut mallory = company.browser();
    let (url, page) = mallory.open(&company.server.url("/login/oidc")).await;
    let action = form_of(&url, page).await.expect("the provider asks who it is");
    let mut url = action;
    let mut form = Some("prompt=login&login=mallory&password=any".to_owned());
    while !url.starts_with(OUTSIDE) {
        let answer = mallory.once(&url, form.take()).await;
        let to = answer.headers()[header::LOCATION].to_str().expect("an address").to_owned();
        url = Url::parse(&url).and_then(|url| url.join(&to)).expect("an address").into();
    }
    let mut victim = company.browser();
    let (ended_at, _) = victim.open(&url).await;
    assert_eq!(ended_at, company.server.url("/login?sso=failed"));
    assert_eq!(victim.status("/account").await, StatusCode::SEE_OTHER, "nobody's session was planted");
    let (ended_at, _) = mallory.open(&url).await;
    assert_eq!(ended_at, company.server.url("/login?sso=failed"), "and it is spent");

    let (ended_at, _) = mallory.open(&company.server.url("/login/oidc?next=//evil.example")).await;
    assert_eq!(Url::parse(&ended_at).expect("an address").port(), Some(company.server.address.port()));
    company.server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn signing_out_ends_the_session_here_and_at_the_provider() {
    let company = Company::start().await;
    company.groups(json!({ "ann": ["leads"] }));
    let mut browser = company.browser();
    browser.sign_in("ann", "/account").await;
    let before = browser.cookies.clone();
    let (_, page) = browser.send(&company.server.url("/logout"), "").await;
    let on = page.headers().get("refresh").and_then(|on| on.to_str().ok()).unwrap_or_default();
    assert_eq!(on, "0; url=/login/oidc/out");
    let mut stolen = Browser { server: &company.server, cookies: before };
    assert_eq!(stolen.status("/account").await, StatusCode::SEE_OTHER, "the old cookie opens nothing");

    let (url, page) = browser.open(&company.server.url("/login/oidc/out")).await;
    let text = page.text().await.expect("a page");
    let value = |name: &str| {
        let after = text.split_once(&format!("name=\"{name}\" value=\""))?.1;
        after.split('"').next().map(str::to_owned)
    };
    let action = text.split_once("action=\"").and_then(|(_, rest)| rest.split('"').next()).expect("it asks");
    let action = Url::parse(&url).and_then(|url| url.join(action)).expect("an address");
    let form = format!("xsrf={}&logout=yes", value("xsrf").expect("its own guard"));
    let (url, _) = browser.send(action.as_str(), &form).await;
    assert!(url.starts_with(&company.server.url("/login")), "{url}");
    let (url, page) = browser.open(&company.server.url("/login/oidc")).await;
    assert!(form_of(&url, page).await.is_some(), "the provider asks again who it is");
    assert!(
        company.provider.so_far().await.iter().all(|line| line["issuer"].is_null()),
        "it ran all the time"
    );
    company.server.stop().await;
}
