//! Waiting for many things at once.

use futures_util::future::maybe_done;
use std::{
    future::poll_fn,
    task::{Context, Poll},
};

/// Waits for all of them, begun at once, and answers what each came to, in
/// order. Asks every one again whenever any of them has news: right for some
/// dozens that wait for the browser, and a fiftieth of what the usual function
/// for thousands adds to the file that travels to phones.
pub async fn together<F: Future>(all: impl IntoIterator<Item = F>) -> Vec<F::Output> {
    let mut all: Vec<_> = all.into_iter().map(|one| Box::pin(maybe_done(one))).collect();
    let mut ask = |news: &mut Context<'_>| {
        let waiting = all
            .iter_mut()
            .filter_map(|one| one.as_mut().poll(news).is_pending().then_some(()))
            .count();
        if waiting == 0 { Poll::Ready(()) } else { Poll::Pending }
    };
    poll_fn(|news| ask(news)).await;
    all.iter_mut().filter_map(|one| one.as_mut().take_output()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::task::noop_waker_ref;
    use std::{cell::Cell, pin::pin, rc::Rc};

    #[test]
    fn all_are_begun_before_any_is_waited_for_and_answers_keep_their_order() {
        let begun = Rc::new(Cell::new(0));
        let open = Rc::new(Cell::new(false));
        let one = |number: u32| {
            let (begun, open) = (begun.clone(), open.clone());
            async move {
                begun.set(begun.get() + 1);
                // The later come first.
                poll_fn(
                    |_| if open.get() || number == 2 { Poll::Ready(()) } else { Poll::Pending },
                )
                .await;
                number
            }
        };
        let mut all = pin!(together([0, 1, 2].map(one)));
        let mut news = Context::from_waker(noop_waker_ref());
        assert!(all.as_mut().poll(&mut news).is_pending());
        assert_eq!(begun.get(), 3);
        open.set(true);
        assert_eq!(all.as_mut().poll(&mut news), Poll::Ready(vec![0, 1, 2]));
    }
}
