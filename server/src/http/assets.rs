//! Built files: compressed beforehand, named by their content, cached for ever.

use axum::http::{HeaderValue, header};
use leptos::config::LeptosOptions;
use tower::ServiceBuilder;
use tower_http::services::{ServeDir, ServeFile};
use tower_http::set_header::SetResponseHeaderLayer;

use crate::access::Doors;

pub fn doors(built: &LeptosOptions) -> Doors {
    let site = std::path::Path::new(&*built.site_root);
    let directory = |name: &str| ServeDir::new(site.join(name)).precompressed_br().precompressed_gzip();
    let file = |name: &str| ServeFile::new(site.join(name));
    let hashed = if built.hash_files { "public, max-age=31536000, immutable" } else { "no-cache" };
    Doors::default()
        .directory("/pkg", cached(hashed, directory("pkg")))
        .directory("/fonts", cached("public, max-age=31536000, immutable", directory("fonts")))
        .file("/favicon.svg", cached("public, max-age=86400", file("favicon.svg")))
        .file("/favicon-replay.svg", cached("public, max-age=86400", file("favicon-replay.svg")))
        .file("/manifest.webmanifest", cached("public, max-age=86400", file("manifest.webmanifest")))
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
