//! Keeps the head of the audit log elsewhere while serving.

use super::exit::HeadFileFailed;
use crate::{audit::heads::HeadFile, clock, store::Store};
use std::{path::Path, time::Duration};
use tokio::{sync::oneshot, task::JoinHandle, time};

/// How often. Whoever cuts off the log sooner is not found out by the file.
const EVERY: Duration = Duration::from_secs(10);

/// Adds heads to the file until it is stopped.
pub(super) struct HeadsKept {
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl HeadsKept {
    /// Begins, with the heads of now. Says so in the log where they are not what follows from
    /// those in the file: then the database was put back or the log cut off meanwhile.
    pub(super) async fn start(store: &Store, file: &Path, database: &Path) -> anyhow::Result<Self> {
        let mut heads = HeadFile::open(file).map_err(|error| HeadFileFailed(file.into(), error))?;
        let folder = |path: &Path| path.parent().and_then(|folder| folder.canonicalize().ok());
        if folder(file) == folder(database) {
            tracing::warn!(
                "the file for the head of the audit log lies beside the database: whoever changes the one \
                 reaches the other. Name one elsewhere"
            );
        }
        for (agency, (seq, hash)) in heads.last().clone() {
            if !store.has_entry(agency, seq, &hash).await? {
                tracing::error!(
                    %agency, entry = seq,
                    "the audit log no longer has the entry whose hash was kept: it was cut off, or an older \
                     database put in its place. Run verify-audit --head; after a restore, begin a new file"
                );
            }
        }
        keep(store, &mut heads).await.map_err(|error| HeadFileFailed(file.into(), error))?;
        let (stop, mut stopped) = oneshot::channel();
        let store = store.clone();
        let task = tokio::spawn(async move {
            loop {
                // An error is as good a word as one: nobody is there to send it any more.
                let goes_on = time::timeout(EVERY, &mut stopped).await.is_err();
                if let Err(error) = keep(&store, &mut heads).await {
                    tracing::error!(%error, "the head of the audit log could not be kept; it is tried again");
                }
                if !goes_on {
                    return;
                }
            }
        });
        Ok(Self { stop, task })
    }

    /// Keeps the heads once more and ends.
    pub(super) async fn stop(self) {
        let _ = self.stop.send(());
        let _ = self.task.await;
    }
}

async fn keep(store: &Store, heads: &mut HeadFile) -> std::io::Result<()> {
    let now = store.heads().await.map_err(std::io::Error::other)?;
    let at = chrono::DateTime::from_timestamp_millis(clock::now_ms()).unwrap_or_default();
    let at = at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    // A line every ten seconds: the disk holds this thread up no longer than a push does.
    tokio::task::block_in_place(|| heads.add(&now, &at))
}
