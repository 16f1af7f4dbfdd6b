//! A value that arrives later, once.
//!
//! Owns the hand-over between a message event and the future that waits for it. Everything happens on the page's one
//! thread. Guarantee: a [`Reply`] whose [`Asked`] side is settled resolves exactly once; dropping either side is fine.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

struct Slot<T> {
    value: Option<T>,
    waker: Option<Waker>,
}

/// The side that gives the value.
pub struct Asked<T>(Rc<RefCell<Slot<T>>>);

/// The side that waits for it.
pub struct Reply<T>(Rc<RefCell<Slot<T>>>);

/// A connected pair.
pub fn reply<T>() -> (Asked<T>, Reply<T>) {
    let slot = Rc::new(RefCell::new(Slot { value: None, waker: None }));
    (Asked(slot.clone()), Reply(slot))
}

impl<T> Asked<T> {
    /// Gives the value and wakes the waiting side.
    pub fn settle(self, value: T) {
        let waker = {
            let mut slot = self.0.borrow_mut();
            slot.value = Some(value);
            slot.waker.take()
        };
        // Woken outside the borrow: the waker may run the future at once.
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

impl<T> Future for Reply<T> {
    type Output = T;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        let mut slot = self.0.borrow_mut();
        match slot.value.take() {
            Some(value) => Poll::Ready(value),
            None => {
                slot.waker = Some(context.waker().clone());
                Poll::Pending
            }
        }
    }
}
