//! Connections that are held: never read, never written, dripped on.

use crate::support::{ROSA, TestPhone, TestServer, words};
use domain::wire::v1::{Push, PushAnswer};
use server::http::{connections::Limits, listen};
use std::{
    net::{IpAddr, SocketAddr},
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpSocket, TcpStream},
};

/// Longer than any of this takes; a test that waits so long has failed.
const LONG: Duration = Duration::from_secs(60);
const NEVER: Duration = Duration::from_secs(86_400);

/// The server on a port of its own.
async fn serving(server: &TestServer, limits: Limits) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(listen::serve(listener, server.router(), limits, std::future::pending()));
    address
}

async fn connect(to: SocketAddr, from: u8) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind((IpAddr::from([127, 0, 0, from]), 0).into()).unwrap();
    socket.connect(to).await.unwrap()
}

/// Whether the other end closes; everything it said before that is thrown away.
async fn is_closed(mut stream: TcpStream) -> bool {
    let read = async {
        let mut bytes = vec![0; 64 * 1024];
        while !matches!(stream.read(&mut bytes).await, Ok(0) | Err(_)) {}
    };
    tokio::time::timeout(LONG, read).await.is_ok()
}

/// One request on a connection of its own, and the whole answer.
async fn ask(to: SocketAddr, from: u8, request: &[u8]) -> Option<String> {
    let ask = async {
        let mut stream = connect(to, from).await;
        stream.write_all(request).await.ok()?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.ok()?;
        Some(String::from_utf8_lossy(&answer).into_owned())
    };
    tokio::time::timeout(LONG, ask).await.ok().flatten()
}

async fn is_healthy(to: SocketAddr, from: u8) {
    let request = b"GET /api/v1/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    let answer = ask(to, from, request).await.unwrap_or_default();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer:?}");
}

/// More than any buffer on the way takes.
fn a_large_file(server: &TestServer) {
    let site = server.folder.path().join("site/pkg");
    std::fs::create_dir_all(&site).unwrap();
    std::fs::write(site.join("large.wasm"), vec![7; 16 * 1024 * 1024]).unwrap();
}

const LARGE: &[u8] = b"GET /pkg/large.wasm HTTP/1.1\r\nHost: x\r\n\r\n";

#[tokio::test]
async fn a_connection_that_never_reads_or_never_writes_comes_to_an_end() {
    let server = TestServer::start().await;
    a_large_file(&server);
    let idle = Duration::from_millis(300);
    let to = serving(&server, Limits { connections: 1_000, per_address: 1_000, idle }).await;
    let mut held = Vec::new();
    for n in 0..100 {
        let mut stream = connect(to, 1).await;
        match n % 4 {
            0 => drop(stream.write_all(LARGE).await),
            1 => {}
            2 => drop(stream.write_all(b"GET / HTTP/1.1\r\nHo").await),
            _ => {
                let begun =
                    b"POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{";
                let _ = stream.write_all(begun).await;
            }
        }
        held.push(stream);
    }
    // Nobody reads until long after the limit; then there is an end to be read.
    tokio::time::sleep(idle * 4).await;
    for (n, stream) in held.into_iter().enumerate().filter(|(n, _)| n % 4 != 3) {
        assert!(is_closed(stream).await, "{n}");
    }
    is_healthy(to, 1).await;
}

#[tokio::test]
async fn one_address_ends_its_own_connections_and_nobody_elses() {
    let server = TestServer::start().await;
    let limits = Limits { connections: 100, per_address: 10, idle: NEVER };
    let to = serving(&server, limits).await;
    let honest = connect(to, 2).await;
    let mut greedy = Vec::new();
    for _ in 0..25 {
        greedy.push(connect(to, 1).await);
        // One after the other, so that the first is the stalest.
        is_healthy(to, 3).await;
    }
    let kept = greedy.split_off(15);
    for stream in greedy {
        assert!(is_closed(stream).await);
    }
    for mut stream in kept.into_iter().chain([honest]) {
        stream.write_all(b"GET /api/v1/health HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
        let mut answer = [0; 12];
        stream.read_exact(&mut answer).await.unwrap();
        assert_eq!(&answer, b"HTTP/1.1 200");
    }
}

#[tokio::test]
async fn health_and_a_colleagues_push_are_answered_whatever_is_held() {
    let server = TestServer::start().await;
    a_large_file(&server);
    let client = server.add_clients(ROSA, 10..11).await[0];
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let limits = Limits { connections: 64, per_address: 64, idle: NEVER };
    let to = serving(&server, limits).await;
    let mut held = Vec::new();
    for n in 0..300_u16 {
        let mut stream = connect(to, 1 + u8::try_from(n % 40).unwrap()).await;
        if n % 3 == 0 {
            let _ = stream.write_all(LARGE).await;
        } else if n % 3 == 1 {
            let _ = stream.write_all(b"GET / HT").await;
        }
        held.push(stream);
        if n % 50 == 0 {
            is_healthy(to, 1).await;
        }
    }
    is_healthy(to, 200).await;
    let note = rosa.sign_note(words::note(client, "By the river"));
    let push = Push { device_id: rosa.device_id, operations: vec![note], asks: Vec::new() };
    let body = serde_json::to_string(&push).unwrap();
    let request = format!(
        "POST /api/v1/push HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Deposit {}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        rosa.deposit,
        body.len()
    );
    let answer = ask(to, 1, request.as_bytes()).await.unwrap();
    let (_, json) = answer.split_once("\r\n\r\n").unwrap();
    assert_eq!(serde_json::from_str::<PushAnswer>(json).unwrap().receipts.len(), 1);
}

#[tokio::test]
async fn a_requests_headers_and_bodies_have_their_measure() {
    let server = TestServer::start().await;
    let idle = Duration::from_secs(30);
    let to = serving(&server, Limits { connections: 10, per_address: 10, idle }).await;
    let padded = |bytes: usize| {
        let pad = "x".repeat(bytes);
        format!(
            "GET /api/v1/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Pad: {pad}\r\n\r\n"
        )
    };
    let answer = ask(to, 1, padded(12_000).as_bytes()).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let answer = ask(to, 1, padded(17_000).as_bytes()).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 431"), "{answer}");
    for (path, most) in [("session", 16 * 1024), ("push", 1024 * 1024), ("agency", 1024 * 1024)] {
        for (bytes, too_large) in [(most, false), (most + 1, true)] {
            let request = axum::http::Request::post(format!("/api/v1/{path}"))
                .header("content-type", "application/json")
                .header("authorization", format!("Deposit {}", deposit(&server).await))
                .header("cookie", cookie(&server).await);
            let body = axum::body::Body::from(vec![b' '; bytes]);
            let answer = server.send(request.body(body).unwrap()).await;
            assert_eq!(answer.status == 413, too_large, "{path} {bytes}: {}", answer.status);
        }
    }
}

async fn deposit(server: &TestServer) -> String {
    TestPhone::enrolled(server, "rosa").await.deposit
}

async fn cookie(server: &TestServer) -> String {
    TestPhone::enrolled(server, "ada").await.cookie
}

/// A body byte by byte: the connection is never idle, and the request has an end all the same.
#[tokio::test]
async fn a_request_that_drips_is_answered_when_its_time_is_over() {
    let limit = Duration::from_secs(2);
    let server = TestServer::start().await.started(|config| config.request_within = limit);
    let to = serving(&server, Limits { connections: 10, per_address: 10, idle: NEVER }).await;
    // A sign-in that nobody gets in by, dripped in so many pieces.
    let body = r#"{"login":"nobody","password":"nothing at all"}"#;
    let head = format!(
        "POST /api/v1/session HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    for (pause, answer) in [(1, "HTTP/1.1 401"), (100, "HTTP/1.1 503")] {
        let began = std::time::Instant::now();
        let (mut read, mut write) = connect(to, 1).await.into_split();
        let head = head.clone();
        let drip = tokio::spawn(async move {
            write.write_all(head.as_bytes()).await.unwrap();
            for byte in body.as_bytes() {
                tokio::time::sleep(Duration::from_millis(pause)).await;
                if write.write_all(&[*byte]).await.is_err() {
                    break;
                }
            }
            // Half a connection is none.
            std::future::pending::<()>().await;
        });
        let mut said = Vec::new();
        let _ = tokio::time::timeout(LONG, read.read_to_end(&mut said)).await.unwrap();
        let said = String::from_utf8_lossy(&said).into_owned();
        assert!(said.starts_with(answer), "after {:?}: {said}", began.elapsed());
        assert_eq!(pause == 100, began.elapsed() >= limit, "{:?}", began.elapsed());
        drip.abort();
    }
}
