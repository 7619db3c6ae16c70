//! The hashes requests carry: lower-case hex SHA-256 of plain concatenation (`protocols.md` §1.2).

use sha2::{Digest, Sha256};

use crate::options::HistoryHash;

pub fn hash(parts: &[&str]) -> String {
    hex::encode(Sha256::digest(parts.concat()))
}

/// The values `/call/histories` hashes, as they stand in the query.
#[derive(Debug, Clone, Copy)]
pub struct HistoryValues<'a> {
    pub app_id: &'a str,
    pub from: &'a str,
    pub to: &'a str,
    /// Left out of the hash when left out of the query, which the vendor's own example proves.
    pub limit: Option<&'a str>,
    pub page: Option<&'a str>,
    pub secret: &'a str,
}

pub fn history_hash(order: HistoryHash, values: HistoryValues<'_>) -> String {
    let HistoryValues { app_id, from, to, limit, page, secret } = values;
    let (limit, page) = (limit.unwrap_or_default(), page.unwrap_or_default());
    match order {
        HistoryHash::AppIdFirst => hash(&[app_id, from, to, limit, page, secret]),
        HistoryHash::DatesFirst => hash(&[from, to, limit, page, app_id, secret]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const APP_ID: &str = "6544646543674";
    const SECRET: &str = "123456";

    #[test]
    fn plain_hashes_agree_with_the_vectors() {
        for (parts, expected) in [
            (&[APP_ID, SECRET][..], "1de1c7a667297905f45373f982c0e182c6d5ba6391f2bf41dc053619182b351b"),
            (
                &[APP_ID, "call_recording_dl5m5j5hfh4n8njj1oor.mp3", SECRET],
                "a42709c4a06468c0f2aefed7a99266845804b08b39b075f7c4224d117978ded2",
            ),
            (
                &[APP_ID, "acme.antbuddy.com", "ops@acme.example", SECRET],
                "53529a52ee9973932f8e7bc5c00407867415e7938b9bf4a8cd624dbe88645be8",
            ),
        ] {
            assert_eq!(hash(parts), expected);
        }
    }

    #[test]
    fn history_hashes_agree_with_the_vectors() {
        use HistoryHash::{AppIdFirst, DatesFirst};
        let paged = (Some("20"), Some("1"));
        for (order, (limit, page), expected) in [
            (AppIdFirst, (None, None), "9b11b9ff77dbba70fe059acf84c02cfe6af90de9122e4d3bd6ec69c9d637f9ed"),
            (AppIdFirst, paged, "b3a658c8c35b519f213b4020ec90b3f0e79b3541239a023fc30074798f99daa6"),
            (DatesFirst, paged, "a02bf065d397d45a0eff6a037301f4d8cf173d9aeabb749874ff5c6c55d6b2f3"),
            (DatesFirst, (None, None), "11007cf0d31cb5c46f9d0031a69bb287d8a1a30e0087cfc6ccc3032a4cb8483d"),
        ] {
            let (from, to) = ("2018-02-07T02:19:33.000Z", "2018-02-07T07:04:22.000Z");
            let values = HistoryValues { app_id: APP_ID, from, to, limit, page, secret: SECRET };
            assert_eq!(history_hash(order, values), expected);
        }
    }
}
