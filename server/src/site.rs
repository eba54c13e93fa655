//! The built app: its files, and the offline shell for every page of it.

use crate::{api::AppState, http::refusal::Refuse};
use axum::{
    body::Bytes,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::UNIX_EPOCH,
};

const NO_SITE: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">\
    <title>Streetlight</title><p>The server is running, but the app has not been built yet. \
    Run \u{201c}make serve\u{201d}, or name the built app's folder with --site.</p>";

/// Answers for everything that is neither API nor rendered page.
pub async fn serve(State(app): State<AppState>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Refuse::MethodNotAllowed.into_response();
    }
    let (site, path) = (&app.config.site, request.uri().path());
    if let Some(file) = file_path(site, path)
        && let Some(found) = open(&app, &file, path, request.headers()).await
    {
        return found;
    }
    // The clients' app is another app: it has a page of its own, and none of the workers' is at its
    // addresses.
    let is_own = path == "/own" || path.starts_with("/own/");
    let wants_page = request
        .headers()
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"));
    let is_page = !path.starts_with("/pkg/")
        && !path.starts_with("/own/pkg/")
        && !path.rsplit('/').next().unwrap_or("").contains('.');
    if !is_page || !(wants_page || path == "/") {
        return Refuse::NotFound.into_response();
    }
    if is_own && path != "/own/" {
        // Its service worker is in charge of what lies below the slash.
        return Redirect::temporary("/own/").into_response();
    }
    if is_own {
        let file = site.join("own/index.html");
        let page = open(&app, &file, "/own/index.html", request.headers()).await;
        return page.unwrap_or_else(|| Refuse::NotFound.into_response());
    }
    let shell = open(&app, &site.join("page.html"), "/page.html", request.headers()).await;
    shell.unwrap_or_else(|| {
        let html = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
        (StatusCode::SERVICE_UNAVAILABLE, html, NO_SITE).into_response()
    })
}

/// The file that a path names, if it names one without tricks.
fn file_path(site: &Path, path: &str) -> Option<PathBuf> {
    let mut file = site.to_owned();
    for part in path.strip_prefix('/')?.split('/') {
        let plain = part.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-~@".contains(&b));
        if part.is_empty() || part.starts_with('.') || !plain {
            return None;
        }
        file.push(part);
    }
    Some(file)
}

/// The file, packed if there is a packed one beside it that the browser takes.
async fn open(app: &AppState, file: &Path, path: &str, asked: &HeaderMap) -> Option<Response> {
    let accepts = asked
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let offers = |name| accepts.split([',', ';']).any(|offer: &str| offer.trim() == name);
    let beside = |ending: &str| PathBuf::from(format!("{}.{ending}", file.display()));
    for (name, ending) in [("br", "br"), ("gzip", "gz")] {
        if offers(name)
            && let Some(found) = read(app, &beside(ending), path, Some(name), asked).await
        {
            return Some(found);
        }
    }
    read(app, file, path, None, asked).await
}

/// Files of the app as they were sent last. Many who ask for one and are slow to take it
/// hold one copy between them.
#[derive(Debug, Clone, Default)]
pub struct Files(Arc<Mutex<HashMap<PathBuf, (Stamp, Bytes)>>>);

/// When a file was changed, and how long it is.
type Stamp = (u128, u64);

impl Files {
    async fn read(&self, file: &Path, stamp: Stamp) -> Option<Bytes> {
        let known = self.lock().get(file).filter(|(known, _)| *known == stamp).cloned();
        if let Some((_, bytes)) = known {
            return Some(bytes);
        }
        let bytes = Bytes::from(tokio::fs::read(file).await.ok()?);
        self.lock().insert(file.to_owned(), (stamp, bytes.clone()));
        Some(bytes)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<PathBuf, (Stamp, Bytes)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn read(
    app: &AppState,
    file: &Path,
    path: &str,
    encoding: Option<&'static str>,
    asked: &HeaderMap,
) -> Option<Response> {
    let facts = tokio::fs::metadata(file).await.ok().filter(std::fs::Metadata::is_file)?;
    let modified = facts.modified().ok()?.duration_since(UNIX_EPOCH).ok()?.as_millis();
    let tag = format!("\"{modified:x}-{:x}-{}\"", facts.len(), encoding.unwrap_or("id"));
    let cache = match path.starts_with("/pkg/") || path.starts_with("/own/pkg/") {
        true => "public, max-age=31536000, immutable",
        false => "no-cache",
    };
    let same = asked
        .get(header::IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|tags| tags.split(',').any(|known| known.trim() == tag));
    let mut response = match same {
        true => StatusCode::NOT_MODIFIED.into_response(),
        false => {
            let kind = [(header::CONTENT_TYPE, content_type(path))];
            (kind, app.files.read(file, (modified, facts.len())).await?).into_response()
        }
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(header::ETAG, HeaderValue::from_str(&tag).ok()?);
    if let Some(encoding) = encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    Some(response)
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "wasm" => "application/wasm",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "webp" => "image/webp",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_path_leads_out_of_the_folder() {
        let site = Path::new("/srv/site");
        for path in ["/../key", "/pkg/../../key", "/.git/config", "//etc/passwd", "/a%2e%2e/b", "/"]
        {
            assert_eq!(file_path(site, path), None, "{path}");
        }
        assert_eq!(file_path(site, "/pkg/a.wasm"), Some("/srv/site/pkg/a.wasm".into()));
    }
}
