use crate::support::{ROSA, TestPhone, TestServer, words};
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use domain::wire::v1::{PUSH_MAX_BYTES, PUSH_MAX_OPERATIONS, Push};

#[tokio::test]
async fn a_push_cut_off_anywhere_changes_nothing() {
    let server = TestServer::start().await;
    let client = server.add_clients(ROSA, 10..11).await[0];
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let operations = vec![rosa.sign_note(words::note(client, "whole"))];
    let whole =
        serde_json::to_vec(&Push { device_id: rosa.device_id, operations, asks: Vec::new() })
            .unwrap();
    for at in (0..whole.len()).step_by(7) {
        let answer = rosa.deliver_bytes(&server, whole[..at].to_vec()).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "cut at {at}");
        assert_eq!(answer.code(), "unreadable");
    }
    assert_eq!(server.number("select count(*) from operation").await, 0);
    assert_eq!(rosa.deliver_bytes(&server, whole).await.status, StatusCode::OK);
}

#[tokio::test]
async fn garbage_is_refused_in_our_own_words() {
    let server = TestServer::start().await;
    let rosa = TestPhone::enrolled(&server, "rosa").await;
    let deep = "[".repeat(100_000);
    let bodies: [&[u8]; 8] = [
        b"null",
        b"[]",
        b"{}",
        b"\xff\xfe\x00",
        b"{\"device_id\":1,\"operations\":[]}",
        b"{\"device_id\":\"01a200db-cecd-7a81-b662-e2e9c273e1ca\",\"operations\":[],\"x\":1}",
        deep.as_bytes(),
        b"",
    ];
    for body in bodies {
        let answer = rosa.deliver_bytes(&server, body.to_vec()).await;
        assert_eq!((answer.status, answer.code()), (StatusCode::BAD_REQUEST, "unreadable".into()));
    }
}

#[tokio::test]
async fn too_much_at_once_is_to_be_halved() {
    let server = TestServer::start().await;
    let client = server.add_clients(ROSA, 10..11).await[0];
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let answer = rosa.deliver_bytes(&server, vec![b' '; PUSH_MAX_BYTES + 1]).await;
    assert_eq!((answer.status, answer.code()), (StatusCode::PAYLOAD_TOO_LARGE, "too_large".into()));
    let mut operations: Vec<_> = (0..=PUSH_MAX_OPERATIONS)
        .map(|n| rosa.sign_note(words::note(client, &format!("{n}"))))
        .collect();
    let push = |operations| Push { device_id: rosa.device_id, operations, asks: Vec::new() };
    let body = serde_json::to_vec(&push(operations.clone())).unwrap();
    assert_eq!(rosa.deliver_bytes(&server, body).await.code(), "too_large");
    operations.pop();
    let body = serde_json::to_vec(&push(operations)).unwrap();
    assert_eq!(rosa.deliver_bytes(&server, body).await.status, StatusCode::OK);
}

#[tokio::test]
async fn any_words_survive_the_way_to_the_server_and_back() {
    let server = TestServer::start().await;
    let client = server.add_clients(ROSA, 10..11).await[0];
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let text = "nul \u{0}, quote \" ' \\, </script>, \u{202e}rtl, 👩🏽‍⚕️, =cmd|' /C calc'!A0, '; drop table client";
    let note = words::note(client, text);
    let sealed = rosa.sign_note(note.clone());
    rosa.deliver_one(&server, &sealed).await;
    let pages = rosa.pull(&server, None).await;
    let kept: Vec<_> = pages.iter().flat_map(|page| &page.contacts).collect();
    assert_eq!(kept[0].contact.seen_heard, text);
}

#[tokio::test]
async fn unknown_addresses_and_methods_are_told_so() {
    let server = TestServer::start().await;
    let rosa = TestPhone::enrolled(&server, "rosa").await;
    for path in ["/api/v1/nothing", "/api/v2/pull", "/api/v1/devices/x/keys", "/pkg/gone.js"] {
        assert_eq!(server.get(path, &rosa.cookie).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let request = Request::delete("/api/v1/pull").body(Body::empty()).unwrap();
    assert_eq!(server.send(request).await.status, StatusCode::METHOD_NOT_ALLOWED);
    let request = Request::post("/api/v1/session").header(header::CONTENT_TYPE, "text/plain");
    let answer = server.send(request.body(Body::from("{}")).unwrap()).await;
    assert_eq!(answer.code(), "not_json");
    let answer = server.get("/api/v1/pull?limit=many", &rosa.cookie).await;
    assert_eq!(answer.code(), "unreadable");
}

#[tokio::test]
async fn the_app_is_served_with_its_headers_and_the_shell_for_its_pages() {
    let server = TestServer::start().await;
    let site = server.folder.path().join("site");
    std::fs::create_dir_all(site.join("pkg")).unwrap();
    std::fs::write(site.join("page.html"), "the shell").unwrap();
    std::fs::write(site.join("sw.js"), "worker").unwrap();
    std::fs::write(site.join("pkg/app.wasm"), "wasm").unwrap();
    std::fs::write(site.join("pkg/app.wasm.br"), "packed").unwrap();
    let get = async |path: &str, encoding: &str| {
        let request = Request::get(path)
            .header(header::ACCEPT, "text/html,*/*")
            .header(header::ACCEPT_ENCODING, encoding);
        server.send(request.body(Body::empty()).unwrap()).await
    };
    for path in ["/", "/clients/01a200db-cecd-7a81-b662-e2e9c273e1ca", "/me"] {
        let answer = get(path, "br").await;
        assert_eq!(answer.text(), "the shell", "{path}");
        assert_eq!(answer.headers.get(header::CACHE_CONTROL).unwrap(), "no-cache");
        let policy = answer.headers.get(header::CONTENT_SECURITY_POLICY).unwrap();
        assert!(policy.to_str().unwrap().starts_with("default-src 'none'; script-src 'self'"));
        assert!(answer.headers.contains_key(header::STRICT_TRANSPORT_SECURITY));
    }
    let wasm = get("/pkg/app.wasm", "gzip, br").await;
    assert_eq!(wasm.text(), "packed");
    assert_eq!(wasm.headers.get(header::CONTENT_TYPE).unwrap(), "application/wasm");
    assert_eq!(wasm.headers.get(header::CONTENT_ENCODING).unwrap(), "br");
    let cache = wasm.headers.get(header::CACHE_CONTROL).unwrap().to_str().unwrap();
    assert!(cache.contains("immutable"));
    assert_eq!(get("/pkg/app.wasm", "").await.text(), "wasm");
    assert_eq!(get("/sw.js", "").await.headers.get(header::CACHE_CONTROL).unwrap(), "no-cache");
    assert_eq!(get("/pkg/gone", "").await.status, StatusCode::NOT_FOUND);
}
