//! Waits until no key has come for a moment.

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use std::time::Duration;

/// What waits; one thing at a time, and nothing once its part of the page is gone.
#[derive(Clone, Copy)]
pub struct Pause(StoredValue<Option<TimeoutHandle>>);

impl Pause {
    /// Nothing waits.
    pub fn new() -> Self {
        let pause = Self(StoredValue::new(None));
        on_cleanup(move || pause.stop());
        pause
    }

    /// Does this after the moment, in place of what has waited.
    pub fn then(self, moment: Duration, act: impl FnOnce() + 'static) {
        self.stop();
        self.0.set_value(set_timeout_with_handle(act, moment).ok());
    }

    /// What has waited is not done any more.
    pub fn stop(self) {
        if let Some(timer) = self.0.try_get_value().flatten() {
            timer.clear();
        }
    }
}
