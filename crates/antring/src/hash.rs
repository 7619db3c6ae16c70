//! The request hashes (`protocols.md` §1.2): lower-case hexadecimal SHA-256 of plain concatenation, without
//! separators, of the raw values, never of the percent-encoded ones.

use secrecy::ExposeSecret;
use sha2::{Digest, Sha256};

use crate::Account;

/// The order of the parts in the hash of `/call/histories`, on which the documents disagree (§1.4, 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HistoryHash {
    /// `appId + from + to [+ limit + page] + secret`.
    AppIdFirst,
    /// `from + to [+ limit + page] + appId + secret`.
    DatesFirst,
}

/// What `/call/histories` is asked for, spelled exactly as it is sent.
#[derive(Debug, Clone, Copy)]
pub struct HistoryQuery<'a> {
    /// `YYYY-MM-DDTHH:MM:SS.mmmZ`.
    pub from: &'a str,
    /// `YYYY-MM-DDTHH:MM:SS.mmmZ`.
    pub to: &'a str,
    /// `(limit, page)`. What is left out of the query is left out of the hash.
    pub paging: Option<(&'a str, &'a str)>,
}

/// For the header `x-auth-app-hash`: `H(appId + secret)`. It has no nonce, so it is itself a permanent secret.
pub fn header(account: &Account) -> String {
    sha256_hex(&[&account.app_id, account.app_secret.expose_secret()])
}

/// For `/call/dashboard`, `/queues` and `/agents`: `H(appId + domain + email + secret)`.
pub fn company(account: &Account) -> String {
    sha256_hex(&[&account.app_id, &account.domain, &account.email, account.app_secret.expose_secret()])
}

/// For `/call/play_recording`: `H(appId + media + secret)`, with the raw name (`@`, not `%40`; §5).
pub fn media(account: &Account, name: &str) -> String {
    sha256_hex(&[&account.app_id, name, account.app_secret.expose_secret()])
}

/// For `/call/histories`, in either order.
pub fn history(account: &Account, order: HistoryHash, query: HistoryQuery<'_>) -> String {
    let (limit, page) = query.paging.unwrap_or_default();
    let (app_id, secret) = (account.app_id.as_str(), account.app_secret.expose_secret());
    match order {
        HistoryHash::AppIdFirst => sha256_hex(&[app_id, query.from, query.to, limit, page, secret]),
        HistoryHash::DatesFirst => sha256_hex(&[query.from, query.to, limit, page, app_id, secret]),
    }
}

fn sha256_hex(parts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part.as_bytes());
    }
    hex::encode(hasher.finalize())
}

/// The test vectors of `protocols.md` §1.2. The first of the histories' is the vendor's own worked example.
#[cfg(test)]
mod tests {
    use super::*;

    fn account() -> Account {
        Account {
            app_id: "6544646543674".into(),
            app_secret: "123456".into(),
            account_id: String::new(),
            domain: "acme.antbuddy.com".into(),
            email: "ops@acme.example".into(),
        }
    }

    #[test]
    fn header_of_the_application() {
        assert_eq!(header(&account()), "1de1c7a667297905f45373f982c0e182c6d5ba6391f2bf41dc053619182b351b");
    }

    #[test]
    fn histories_in_both_orders_with_and_without_paging() {
        let vectors = [
            (
                HistoryHash::AppIdFirst,
                None,
                "9b11b9ff77dbba70fe059acf84c02cfe6af90de9122e4d3bd6ec69c9d637f9ed",
            ),
            (
                HistoryHash::AppIdFirst,
                Some(("20", "1")),
                "b3a658c8c35b519f213b4020ec90b3f0e79b3541239a023fc30074798f99daa6",
            ),
            (
                HistoryHash::DatesFirst,
                Some(("20", "1")),
                "a02bf065d397d45a0eff6a037301f4d8cf173d9aeabb749874ff5c6c55d6b2f3",
            ),
            (
                HistoryHash::DatesFirst,
                None,
                "11007cf0d31cb5c46f9d0031a69bb287d8a1a30e0087cfc6ccc3032a4cb8483d",
            ),
        ];
        for (order, paging, expected) in vectors {
            let query =
                HistoryQuery { from: "2018-02-07T02:19:33.000Z", to: "2018-02-07T07:04:22.000Z", paging };
            assert_eq!(history(&account(), order, query), expected, "{order:?} {paging:?}");
        }
    }

    #[test]
    fn recording_by_its_raw_name() {
        assert_eq!(
            media(&account(), "call_recording_dl5m5j5hfh4n8njj1oor.mp3"),
            "a42709c4a06468c0f2aefed7a99266845804b08b39b075f7c4224d117978ded2"
        );
    }

    #[test]
    fn company_of_the_dashboard() {
        assert_eq!(company(&account()), "53529a52ee9973932f8e7bc5c00407867415e7938b9bf4a8cd624dbe88645be8");
    }
}
