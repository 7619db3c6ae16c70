//! Where the store is, by its url.

use std::path::{Path, PathBuf};

use crate::OpenError;

/// The file that a url of the settings names.
///
/// # Errors
/// A sentence: the url is none, or of a database that is not supported (yet).
pub(crate) fn file_of(url: &str, data_dir: &Path) -> Result<PathBuf, OpenError> {
    let refuse = |why: &str| Err(OpenError::Url { url: without_password(url), why: why.to_owned() });
    let Some((scheme, rest)) = url.split_once(':') else {
        return refuse("write sqlite: and the name of a file, like sqlite:callboard.db");
    };
    match scheme {
        "sqlite" => {}
        "postgres" | "postgresql" => {
            return refuse("PostgreSQL comes later; for now write sqlite: and the name of a file");
        }
        _ => return refuse("only sqlite: is known, with the name of a file, like sqlite:callboard.db"),
    }
    let path = rest.strip_prefix("//").unwrap_or(rest);
    if path.is_empty() || path.contains('?') || path.starts_with(':') || path.ends_with('/') {
        return refuse("the name of a file must follow sqlite:, and nothing after it");
    }
    // `join` takes an absolute path as it is.
    Ok(data_dir.join(path))
}

/// What is said of a url must not tell its password.
fn without_password(url: &str) -> String {
    match (url.find("://"), url.rfind('@')) {
        (Some(scheme), Some(at)) if scheme + 3 < at => format!("{}…{}", &url[..scheme + 3], &url[at..]),
        _ => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(url: &str) -> Result<String, String> {
        file_of(url, Path::new("/var/callboard"))
            .map(|path| path.display().to_string())
            .map_err(|error| error.to_string())
    }

    #[test]
    fn a_file_is_in_the_data_directory_or_where_it_says() {
        for (url, path) in [
            ("sqlite:callboard.db", "/var/callboard/callboard.db"),
            ("sqlite://callboard.db", "/var/callboard/callboard.db"),
            ("sqlite:kept/callboard.db", "/var/callboard/kept/callboard.db"),
            ("sqlite:/srv/callboard.db", "/srv/callboard.db"),
            ("sqlite:///srv/callboard.db", "/srv/callboard.db"),
        ] {
            assert_eq!(file(url), Ok(path.to_owned()), "{url}");
        }
    }

    #[test]
    fn what_cannot_be_opened_is_told_in_a_sentence() {
        for (url, words) in [
            ("postgres://ann:secret@db/callboard", "PostgreSQL comes later"),
            ("mysql://db/callboard", "only sqlite: is known"),
            ("callboard.db", "write sqlite:"),
            ("sqlite:", "the name of a file must follow"),
            ("sqlite::memory:", "the name of a file must follow"),
            ("sqlite:a.db?mode=ro", "nothing after it"),
        ] {
            let sentence = file(url).expect_err(url);
            assert!(sentence.contains(words), "{url}: {sentence}");
            assert!(!sentence.contains("secret"), "{sentence}");
        }
    }
}
