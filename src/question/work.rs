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
    results: Rc<RefCell<Results>>,
}

/// What long answers share.
#[derive(Default)]
struct Results {
    /// The last result of each kind.
    kept: Vec<(Name, Rc<dyn Any>)>,
    /// What some answer is working out.
    under_way: Vec<Name>,
}

/// The kind of a result, and which of them it is.
#[derive(Clone, PartialEq)]
struct Name {
    kind: &'static str,
    key: String,
}

impl Work {
    /// The same store of results, with somebody who lets others in.
    pub fn resting(&self, rest: Rc<dyn Rest>) -> Self {
        Self { rest: Some(rest), results: self.results.clone() }
    }

    /// To be called once per part of a long loop.
    #[inline]
    pub async fn stride(&self, share: f64) {
        if let Some(rest) = self.rest.as_ref().filter(|rest| rest.is_due()) {
            rest.rest(share).await;
        }
    }

    /// What `make` gives, worked out once: it is kept in place of the last result of its kind, and who asks for it while
    /// another answer is working it out waits for that. The last result goes before the next is made: both would not fit
    /// beside a large heap.
    pub async fn once<T: 'static>(&self, kind: &'static str, key: &str, make: impl Future<Output = T>) -> Rc<T> {
        let name = Name { kind, key: key.to_owned() };
        loop {
            if let Some(kept) = self.kept(&name) {
                return kept;
            }
            let is_under_way = self.results.borrow().under_way.contains(&name);
            // Nobody else works where nobody rests.
            let Some(rest) = self.rest.as_ref().filter(|_| is_under_way) else { break };
            rest.rest(0.0).await;
        }
        self.results.borrow_mut().under_way.push(name.clone());
        let _under_way = UnderWay { work: self, name: &name };
        self.results.borrow_mut().kept.retain(|(other, _)| other.kind != kind);
        let result = Rc::new(make.await);
        let kept: Rc<dyn Any> = result.clone();
        let mut results = self.results.borrow_mut();
        results.kept.retain(|(other, _)| other.kind != kind);
        results.kept.push((name.clone(), kept));
        result
    }

    fn kept<T: 'static>(&self, name: &Name) -> Option<Rc<T>> {
        let results = self.results.borrow();
        let (_, kept) = results.kept.iter().find(|(other, _)| other == name)?;
        kept.clone().downcast().ok()
    }
}

/// Says that something is being worked out, until it is there or nobody wants it any more.
struct UnderWay<'a> {
    work: &'a Work,
    name: &'a Name,
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        let mut results = self.work.results.borrow_mut();
        if let Some(at) = results.under_way.iter().position(|name| name == self.name) {
            results.under_way.swap_remove(at);
        }
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

    /// What is worked out, how often, and for how many strides.
    async fn made(work: &Work, kind: &'static str, key: &str, times: &Cell<u32>) -> u32 {
        let make = async {
            times.set(times.get() + 1);
            count(work, 5).await
        };
        *work.once(kind, key, make).await
    }

    #[test]
    fn the_last_result_of_a_kind_is_kept() {
        let (work, times) = (Work::default(), Cell::new(0));
        let ask = |kind, key| {
            at_once(made(&work, kind, key, &times));
            times.get()
        };
        assert_eq!([ask("sum", "a"), ask("sum", "a"), ask("list", "a"), ask("sum", "a")], [1, 1, 2, 2]);
        assert_eq!([ask("sum", "b"), ask("list", "a"), ask("sum", "a")], [3, 3, 4], "one of a kind");
    }

    /// Polls both until both are there, or `stop` says that the first is not wanted any more.
    fn together<A, B>(one: impl Future<Output = A>, other: impl Future<Output = B>, stop: u32) -> (Option<A>, B) {
        let (mut one, mut other) = (Some(Box::pin(one)), pin!(other));
        let context = &mut Context::from_waker(Waker::noop());
        let (mut first, mut turn) = (None, 0);
        loop {
            if let Some(Poll::Ready(value)) = one.as_mut().map(|one| one.as_mut().poll(context)) {
                first = Some(value);
                one = None;
            }
            turn += 1;
            if turn == stop {
                one = None;
            }
            if let Poll::Ready(value) = other.as_mut().poll(context) {
                let rest = one.map(|one| at_once(one));
                return (first.or(rest), value);
            }
        }
    }

    #[test]
    fn what_another_answer_is_working_out_is_waited_for_unless_that_one_is_dropped() {
        let rest = Rc::new(Always(Cell::new(0)));
        let (work, times) = (Work::default().resting(rest), Cell::new(0));
        let ask = || made(&work, "sum", "a", &times);
        assert_eq!((together(ask(), ask(), u32::MAX), times.get()), ((Some(10), 10), 1), "worked out once for both");
        let ask = || made(&work, "sum", "b", &times);
        assert_eq!(
            (together(ask(), ask(), 3), times.get()),
            ((None, 10), 3),
            "the second does it when the first is gone"
        );
    }
}
