//! The whole flow with a real provider in a process of its own (`end2end/peers/oidc.mjs`).

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};

use access::Role;
use oidc::{Begun, Groups, OidcError, Provider, Settings};
use reqwest::header;
use secrecy::ExposeSecret;
use url::Url;

const BACK: &str = "http://127.0.0.1:1/login/oidc/callback";
const AFTER: &str = "http://127.0.0.1:1/login";

/// It ends when its standard input does, which is when this is dropped.
struct Company {
    child: Child,
    orders: Option<ChildStdin>,
    issuer: String,
}

impl Company {
    fn start() -> Self {
        let end2end = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../end2end");
        assert!(
            end2end.join("node_modules/oidc-provider").is_dir(),
            "run npm ci in end2end, or cargo xtask test"
        );
        // `cargo xtask` names its own Node where the system's is too old.
        let node = std::env::var_os("CALLBOARD_NODE").map_or_else(|| PathBuf::from("node"), PathBuf::from);
        let mut command = Command::new(node);
        command.arg(end2end.join("peers/oidc.mjs")).args(["--redirect", BACK, "--back", AFTER]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("node starts");
        let orders = child.stdin.take();
        let mut output = BufReader::new(child.stdout.take().expect("it is piped"));
        let mut said = String::new();
        while !said.starts_with('{') {
            said.clear();
            assert_ne!(output.read_line(&mut said).expect("text"), 0, "it ended without a word");
        }
        // What it says later is read too, so that it never waits for us.
        std::thread::spawn(move || std::io::copy(&mut output, &mut std::io::sink()));
        let said: serde_json::Value = serde_json::from_str(&said).expect("JSON");
        let issuer = said["issuer"].as_str().expect("an address").to_owned();
        Self { child, orders, issuer }
    }

    fn groups(&mut self, groups: &str) {
        let orders = self.orders.as_mut().expect("it listens");
        writeln!(orders, "{{\"groups\":{groups}}}").expect("it listens");
    }

    fn settings(&self) -> Settings {
        Settings {
            issuer: Url::parse(&self.issuer).expect("an address"),
            client_id: "callboard".into(),
            client_secret: "a-secret-of-this-test".into(),
            scopes: vec!["profile".into(), "groups".into()],
            groups: Groups { claim: "groups".into(), supervisors: vec!["leads".into()], ..Groups::default() },
            redirect: Url::parse(BACK).expect("an address"),
        }
    }

    fn provider(&self) -> Provider {
        provider(self.settings())
    }
}

fn provider(settings: Settings) -> Provider {
    // Another test of this process may have done it.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Provider::new(settings).expect("a client")
}

impl Drop for Company {
    fn drop(&mut self) {
        self.orders = None;
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// Signs in at the provider as that person, as a browser does; the code and the state that it comes back with.
async fn at_the_provider(begun: &Begun, name: &str) -> (String, String) {
    let builder = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
    let client = builder.build().expect("a client");
    let mut cookies = BTreeMap::new();
    let mut url = Url::parse(&begun.url).expect("an address");
    let mut form: Option<String> = None;
    for _ in 0..20 {
        if url.as_str().starts_with(BACK) {
            return (of_query(&url, "code"), of_query(&url, "state"));
        }
        let asked = match form.take() {
            Some(form) => client
                .post(url.clone())
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(form),
            None => client.get(url.clone()),
        };
        let kept: Vec<String> = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let answer = asked.header(header::COOKIE, kept.join("; ")).send().await.expect("an answer");
        for cookie in answer.headers().get_all(header::SET_COOKIE) {
            let pair = cookie.to_str().expect("text").split(';').next().expect("a cookie");
            let (name, value) = pair.split_once('=').expect("a cookie");
            match value {
                "" => cookies.remove(name),
                value => cookies.insert(name.to_owned(), value.to_owned()),
            };
        }
        if let Some(to) = answer.headers().get(header::LOCATION) {
            url = url.join(to.to_str().expect("text")).expect("an address");
            continue;
        }
        let page = answer.text().await.expect("a page");
        let action = page.split_once("action=\"").and_then(|(_, rest)| rest.split('"').next());
        url = url.join(action.expect("a form")).expect("an address");
        form = Some(format!("prompt=login&login={name}&password=any"));
    }
    panic!("redirected for ever, lately to {url}");
}

fn of_query(url: &Url, key: &str) -> String {
    let found = url.query_pairs().find(|(name, _)| name == key);
    found.unwrap_or_else(|| panic!("no {key} in {url}")).1.into_owned()
}

#[tokio::test]
async fn the_provider_vouches_and_groups_give_the_role() {
    let mut company = Company::start();
    company.groups(r#"{"ann":["leads","golf"]}"#);
    let provider = company.provider();
    let begun = provider.begin("/calls", 0).await.expect("it is there");
    assert!(
        begun.url.contains("code_challenge_method=S256") && begun.url.contains("nonce="),
        "{}",
        begun.url
    );
    let (code, state) = at_the_provider(&begun, "ann").await;
    let came = provider.finish(&code, &state, begun.browser.expose_secret(), 0).await.expect("vouched for");
    assert_eq!((came.next.as_str(), came.person.subject.as_str()), ("/calls", "ann"));
    assert_eq!((came.person.rights.role, came.person.name.as_str()), (Role::Supervisor, "ann of 127.0.0.1"));

    let again = provider.finish(&code, &state, begun.browser.expose_secret(), 0).await;
    assert!(matches!(again, Err(OidcError::NotBegun)), "once: {again:?}");
}

#[tokio::test]
async fn another_browser_another_code_and_no_group_are_refused() {
    let mut company = Company::start();
    company.groups(r#"{"ann":["leads"],"eve":["visitors"]}"#);
    let provider = company.provider();
    let begun = provider.begin("/", 0).await.expect("it is there");
    let (code, state) = at_the_provider(&begun, "ann").await;
    let other = provider.begin("/", 0).await.expect("it is there");
    let planted = provider.finish(&code, &state, other.browser.expose_secret(), 0).await;
    assert!(matches!(planted, Err(OidcError::NotBegun)), "another browser: {planted:?}");

    // A code that was got by one sign-in, brought back as another's: PKCE and nonce are its own.
    let begun = provider.begin("/", 0).await.expect("it is there");
    let (code, _) = at_the_provider(&begun, "ann").await;
    let victim = provider.begin("/", 0).await.expect("it is there");
    let state = of_query(&Url::parse(&victim.url).expect("an address"), "state");
    let injected = provider.finish(&code, &state, victim.browser.expose_secret(), 0).await;
    assert!(matches!(injected, Err(OidcError::Provider(_))), "another code: {injected:?}");

    let begun = provider.begin("/", 0).await.expect("it is there");
    let (code, state) = at_the_provider(&begun, "eve").await;
    let none = provider.finish(&code, &state, begun.browser.expose_secret(), 0).await;
    assert!(matches!(none, Err(OidcError::NoRole { .. })), "no group: {none:?}");
}

#[tokio::test]
async fn a_wrong_secret_and_a_provider_that_is_away_are_told_without_secrets() {
    let company = Company::start();
    let wrong = provider(Settings { client_secret: "another".into(), ..company.settings() });
    let begun = wrong.begin("/", 0).await.expect("it is there");
    let (code, state) = at_the_provider(&begun, "ann").await;
    let refused = wrong.finish(&code, &state, begun.browser.expose_secret(), 0).await;
    let told = refused.expect_err("the secret is wrong").to_string();
    assert!(told.contains("invalid_client") && !told.contains(&code), "{told}");

    let away =
        Settings { issuer: Url::parse("http://127.0.0.1:1").expect("an address"), ..company.settings() };
    let nobody = provider(away).begin("/", 0).await;
    assert!(matches!(nobody, Err(OidcError::Provider(_))), "{nobody:?}");
}

#[tokio::test]
async fn the_provider_has_a_page_to_sign_out() {
    let company = Company::start();
    let after = Url::parse(AFTER).expect("an address");
    let page = company.provider().sign_out_url(&after, 0).await.expect("a page");
    assert!(page.as_str().starts_with(&format!("{}/session/end?", company.issuer)), "{page}");
    assert_eq!(of_query(&page, "post_logout_redirect_uri"), AFTER);
}
