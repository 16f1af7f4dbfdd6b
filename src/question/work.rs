//! How a long answer is worked out: in strides, between which whoever works it out can listen.
//!
//! Owns the pauses of the questions that go through the whole heap, and what they keep for the next such question: sorting
//! or turning the page of what was worked out a moment ago must not work it out again. Guarantee: neither pauses nor what is
//! kept change an answer, only how soon it comes. Dropping the future of an answer stops the work at its next pause.

use std::any::Any;
use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

/// Who lets others in while a long answer is worked out.
pub trait Rest {
    /// Whether it is time. Asked often.
    fn is_due(&self) -> bool;
    /// Lets others in. `share`: how much of the work is done, 0 to 1.
    fn rest(&self, share: f64) -> Pin<Box<dyn Future<Output = ()>>>;
}

/// The circumstances of one answer.
#[derive(Clone, Default)]
pub struct Work {
    rest: Option<Rc<dyn Rest>>,
    kept: Rc<RefCell<Vec<Kept>>>,
}

/// The last result of its kind.
struct Kept {
    kind: &'static str,
    key: String,
    result: Rc<dyn Any>,
}

impl Work {
    /// The same store of results, with somebody who lets others in.
    pub fn resting(&self, rest: Rc<dyn Rest>) -> Self {
        Self { rest: Some(rest), kept: self.kept.clone() }
    }

    /// To be called once per part of a long loop.
    #[inline]
    pub async fn stride(&self, share: f64) {
        if let Some(rest) = self.rest.as_ref().filter(|rest| rest.is_due()) {
            rest.rest(share).await;
        }
    }

    /// What was kept of this kind under this key.
    pub fn kept<T: 'static>(&self, kind: &'static str, key: &str) -> Option<Rc<T>> {
        let kept = self.kept.borrow();
        let found = kept.iter().find(|kept| kept.kind == kind && kept.key == key)?;
        found.result.clone().downcast().ok()
    }

    /// Keeps a result in place of the last one of its kind.
    pub fn keep<T: 'static>(&self, kind: &'static str, key: String, result: Rc<T>) {
        let mut kept = self.kept.borrow_mut();
        kept.retain(|kept| kept.kind != kind);
        kept.push(Kept { kind, key, result });
    }

    /// Forgets the result of a kind. Called before the next is worked out: both would not fit beside a large heap.
    pub fn forget(&self, kind: &'static str) {
        self.kept.borrow_mut().retain(|kept| kept.kind != kind);
    }
}

/// The value of work that never rests.
pub fn at_once<T>(work: impl Future<Output = T>) -> T {
    let mut work = pin!(work);
    loop {
        if let Poll::Ready(value) = work.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return value;
        }
    }
}

/// The value of the work, unless `is_wanted` says no before it is there.
pub async fn while_wanted<T>(work: impl Future<Output = T>, is_wanted: impl Fn() -> bool) -> Option<T> {
    let mut work = pin!(work);
    poll_fn(|context| match is_wanted() {
        true => work.as_mut().poll(context).map(Some),
        false => Poll::Ready(None),
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    /// Rests each time it is asked, once.
    struct Always(Cell<u32>);

    impl Rest for Always {
        fn is_due(&self) -> bool {
            true
        }

        fn rest(&self, _share: f64) -> Pin<Box<dyn Future<Output = ()>>> {
            self.0.set(self.0.get() + 1);
            let mut rested = false;
            Box::pin(poll_fn(move |_| {
                if rested {
                    return Poll::Ready(());
                }
                rested = true;
                Poll::Pending
            }))
        }
    }

    async fn count(work: &Work, strides: u32) -> u32 {
        let mut sum = 0;
        for stride in 0..strides {
            work.stride(f64::from(stride) / f64::from(strides)).await;
            sum += stride;
        }
        sum
    }

    #[test]
    fn work_that_rests_gives_the_same_and_stops_when_nobody_wants_it() {
        assert_eq!(at_once(count(&Work::default(), 10)), 45);
        let rest = Rc::new(Always(Cell::new(0)));
        let work = Work::default().resting(rest.clone());
        assert_eq!(at_once(count(&work, 10)), 45);
        assert_eq!(rest.0.get(), 10);
        let stopped = at_once(while_wanted(count(&work, 10), || rest.0.get() < 14));
        assert_eq!((stopped, rest.0.get()), (None, 14));
    }

    #[test]
    fn one_result_of_a_kind_is_kept() {
        let work = Work::default();
        work.keep("sum", "a".into(), Rc::new(1u32));
        work.keep("list", "a".into(), Rc::new(vec![1u32]));
        work.keep("sum", "b".into(), Rc::new(2u32));
        assert_eq!(work.kept::<u32>("sum", "a"), None);
        assert_eq!(work.kept::<u32>("sum", "b").as_deref(), Some(&2));
        assert_eq!(work.kept::<Vec<u32>>("list", "a").as_deref(), Some(&vec![1]));
        assert_eq!(work.kept::<u32>("list", "a"), None);
        work.forget("list");
        assert_eq!(work.kept::<Vec<u32>>("list", "a"), None);
    }
}
