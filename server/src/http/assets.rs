//! Built files: compressed beforehand, named by their content, cached for ever.

use std::path::Path;

use app::scripts::{OF_A_DESK, Script};
use axum::http::{HeaderValue, header};
use leptos::config::LeptosOptions;
use tower::ServiceBuilder;
use tower_http::services::{ServeDir, ServeFile};
use tower_http::set_header::SetResponseHeaderLayer;

use crate::access::Doors;

pub fn doors(built: &LeptosOptions) -> Doors {
    let site = Path::new(&*built.site_root);
    let file = |name: &str| ServeFile::new(site.join(name));
    let hashed = if built.hash_files { "public, max-age=31536000, immutable" } else { "no-cache" };
    let files = Doors::default()
        .directory("/pkg", cached(hashed, directory(site, "pkg")))
        .directory("/fonts", cached("public, max-age=31536000, immutable", directory(site, "fonts")))
        .file("/favicon.svg", cached("public, max-age=86400", file("favicon.svg")))
        .file("/favicon-replay.svg", cached("public, max-age=86400", file("favicon-replay.svg")))
        .file("/manifest.webmanifest", cached("public, max-age=86400", file("manifest.webmanifest")));
    // Their addresses change with their content.
    OF_A_DESK.into_iter().fold(files, |files, Script { path, .. }| {
        let script = file(path.trim_start_matches('/')).precompressed_br().precompressed_gzip();
        files.file(path, cached("public, max-age=31536000, immutable", script))
    })
}

fn directory(site: &Path, name: &str) -> ServeDir {
    ServeDir::new(site.join(name)).precompressed_br().precompressed_gzip()
}

fn cached<S>(policy: &'static str, service: S) -> tower_http::set_header::SetResponseHeader<S, HeaderValue> {
    let policy =
        SetResponseHeaderLayer::if_not_present(header::CACHE_CONTROL, HeaderValue::from_static(policy));
    ServiceBuilder::new().layer(policy).service(service)
}

/// Where the built pages lie: next to the executable (`cargo xtask build` lays them out so), or where cargo-leptos
/// says in `LEPTOS_SITE_ROOT`.
pub fn leptos_options(address: std::net::SocketAddr) -> LeptosOptions {
    let beside =
        std::env::current_exe().ok().and_then(|exe| Some(exe.parent()?.to_owned())).unwrap_or_default();
    let beside_hashes = beside.join("hash.txt").exists();
    let options = LeptosOptions::builder().output_name("callboard").site_addr(address);
    match std::env::var("LEPTOS_SITE_ROOT") {
        Ok(site_root) => options.site_root(site_root).hash_files(beside_hashes).build(),
        Err(_) => {
            let site_root = beside.join("site").to_string_lossy().into_owned();
            options.site_root(site_root).hash_files(beside_hashes).build()
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::http::Request;
    use tower::ServiceExt;

    use super::*;

    #[tokio::test]
    async fn no_path_leads_out_of_a_directory() {
        let site = std::env::temp_dir().join(format!("callboard-assets-{}", std::process::id()));
        std::fs::create_dir_all(site.join("pkg")).expect("a folder");
        std::fs::write(site.join("pkg/a.css"), "a {}").expect("a file");
        std::fs::write(site.join("secret.txt"), "secret").expect("another beside its folder");
        for (path, is_served) in [
            ("/a.css", true),
            ("/../secret.txt", false),
            ("/%2e%2e/secret.txt", false),
            ("/..%2fsecret.txt", false),
            ("/..%5csecret.txt", false),
            ("/./../pkg/../secret.txt", false),
            ("//secret.txt", false),
        ] {
            let asked = Request::get(path).body(Body::empty()).expect("a request");
            let answer = directory(&site, "pkg").oneshot(asked).await.expect("an answer");
            assert_eq!(answer.status().is_success(), is_served, "{path}: {}", answer.status());
        }
        std::fs::remove_dir_all(site).expect("it is there");
    }
}
