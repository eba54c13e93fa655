//! How many long answers somebody has under way at once. They stay in memory until the other end
//! has read them, however slowly it does.

use super::refusal::Refuse;
use axum::body::{Body, Bytes};
use hyper::body::{Body as HttpBody, Frame, SizeHint};
use std::{
    collections::HashMap,
    convert::Infallible,
    hash::Hash,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
    time::Duration,
};

/// How long to wait where as many are under way as may be.
const WAIT: Duration = Duration::from_secs(1);
/// Bytes that are handed on at a time: with the last of them the share is given back.
const CHUNK: usize = 32 * 1024;

/// So many at once for each `K`; cheap to clone.
#[derive(Debug)]
pub struct Shares<K: Hash + Eq + Clone> {
    under_way: Arc<Mutex<HashMap<K, usize>>>,
    most: usize,
}

impl<K: Hash + Eq + Clone> Clone for Shares<K> {
    fn clone(&self) -> Self {
        Self { under_way: Arc::clone(&self.under_way), most: self.most }
    }
}

/// One of them; given back when dropped.
#[derive(Debug)]
pub struct Share<K: Hash + Eq + Clone> {
    of: Shares<K>,
    key: K,
}

impl<K: Hash + Eq + Clone> Shares<K> {
    /// So many at once for each.
    #[must_use]
    pub fn of(most: usize) -> Self {
        Self { under_way: Arc::default(), most }
    }

    /// Takes one.
    ///
    /// # Errors
    /// How long to wait where as many are under way as may be.
    pub fn take(&self, key: K) -> Result<Share<K>, Refuse> {
        let mut under_way = self.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        let count = under_way.entry(key.clone()).or_default();
        if *count >= self.most {
            return Err(Refuse::TooMany(WAIT));
        }
        *count += 1;
        drop(under_way);
        Ok(Share { of: self.clone(), key })
    }
}

impl<K: Hash + Eq + Clone> Drop for Share<K> {
    fn drop(&mut self) {
        let mut under_way = self.of.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = under_way.get_mut(&self.key) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                under_way.remove(&self.key);
            }
        }
    }
}

/// A body that gives back what was taken for it when the other end has read it.
pub fn body_with(bytes: Vec<u8>, taken: impl Send + Unpin + 'static) -> Body {
    Body::new(Answer { rest: Bytes::from(bytes), _taken: taken })
}

struct Answer<T> {
    rest: Bytes,
    _taken: T,
}

impl<T: Unpin> HttpBody for Answer<T> {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if self.rest.is_empty() {
            return Poll::Ready(None);
        }
        let next = CHUNK.min(self.rest.len());
        Poll::Ready(Some(Ok(Frame::data(self.rest.split_to(next)))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(u64::try_from(self.rest.len()).unwrap_or(u64::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http_body_util::BodyExt as _;

    #[tokio::test]
    async fn a_share_is_given_back_with_the_last_byte_and_no_sooner() {
        let shares = Shares::of(2);
        let answers: Vec<_> = (0..2)
            .map(|n| body_with(vec![n; 3 * CHUNK], shares.take("one").expect("there is room")))
            .collect();
        assert!(shares.take("one").is_err());
        assert!(shares.take("other").is_ok());
        let mut next = Vec::new();
        for mut answer in answers {
            let first = answer.frame().await.expect("a frame").expect("no error");
            assert_eq!(first.into_data().expect("data").len(), CHUNK);
            assert!(shares.take("one").is_err());
            assert_eq!(answer.collect().await.expect("the rest").to_bytes().len(), 2 * CHUNK);
            next.push(shares.take("one").expect("there is room again"));
        }
    }
}
