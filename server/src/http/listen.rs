//! The accept loop. Our own, because `axum::serve` sets no timer, without
//! which a connection that sends its headers byte by byte is kept for ever.

use super::{
    client_ip::{self, Peer},
    connections::{Connections, Limits},
    watched::Watched,
};
use axum::{Router, body::Body, extract::Request};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use std::time::Duration;
use tokio::net::TcpListener;
use tower::ServiceExt as _;

const HEADERS_WITHIN: Duration = Duration::from_secs(10);
const FINISH_WITHIN: Duration = Duration::from_secs(25);
const PAUSE_AFTER_FAILURE: Duration = Duration::from_millis(100);
/// Bytes of a request's line and headers; those of an app are a tenth of it.
const HEADERS_MAX_BYTES: usize = 16 * 1024;

/// Serves until `stop` is done, then finishes the requests at hand.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    limits: Limits,
    stop: impl Future<Output = ()>,
) {
    let graceful = GracefulShutdown::new();
    let connections = Connections::new(limits);
    tokio::pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => break,
        };
        let (stream, address) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                // Out of file handles, most likely: others must end first.
                tracing::warn!(error = %error, "a connection was not accepted");
                connections.make_room();
                tokio::time::sleep(PAUSE_AFTER_FAILURE).await;
                continue;
            }
        };
        let _ = stream.set_nodelay(true);
        let place = connections.admit(client_ip::counted_as(address.ip()));
        let pulse = place.pulse();
        let stream = Watched::new(stream, pulse.clone());
        let router = router.clone();
        let service = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(Peer(address));
            let answer = router.clone().oneshot(request.map(Body::new));
            let pulse = pulse.clone();
            async move {
                pulse.at_work(true);
                let answer = answer.await;
                pulse.at_work(false);
                answer
            }
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEADERS_WITHIN)
            .max_buf_size(HEADERS_MAX_BYTES)
            .serve_connection(TokioIo::new(stream), service);
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            tokio::select! {
                // A phone that walks away in the middle is nothing to report. What is no request
                // was refused by the library beneath, of which no layer hears.
                ended = connection => {
                    if let Err(error) = ended
                        && error.is_parse()
                    {
                        tracing::warn!(ip = %address.ip(), %error, "request refused");
                    }
                }
                // What neither reads nor writes is held for nobody.
                () = place.over() => {}
            }
        });
    }
    drop(listener);
    if tokio::time::timeout(FINISH_WITHIN, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests did not end in time");
    }
}
