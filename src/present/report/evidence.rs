//! The numbers behind a pattern, in sentences.

use super::super::certainty::Certainty;
use super::super::format;
use super::super::text::{self, Phrase};
use super::notation::is_identifier;
use super::{Secrets, Sentence};
use crate::question::report::{ClosureForm, Keys, Pattern, PromiseForm, Shape, StringForm};

/// What was found that makes the pattern. Where texts are hidden an event is named only if it can be no data.
pub fn evidence(pattern: &Pattern, sure: Certainty, secrets: Secrets) -> Vec<Sentence> {
    let held = sure.held();
    let count = |phrase: Phrase, count: u64| Sentence::of(phrase).text("count", held.count(count));
    // One phrase with the function's name, another for a function that has none.
    let function = |named: Phrase, unnamed: Phrase, name: &Option<String>| match name {
        Some(name) => Sentence::of(named).name("function", name),
        None => Sentence::of(unnamed),
    };
    match pattern {
        Pattern::Listeners { class, event, count: number, function: name, same, .. } => {
            let class = class.as_deref().unwrap_or("EventTarget");
            let event = event.as_ref().filter(|event| secrets == Secrets::Shown || is_identifier(event));
            let first = match event {
                Some(event) => count(text::LISTENERS_OF_EVENT, *number).name("event", event),
                None => count(text::LISTENERS_OF_TARGET, *number),
            };
            let same =
                function(text::LISTENERS_SAME, text::LISTENERS_SAME_UNNAMED, name).text("share", held.share(*same));
            vec![first.name("class", class), same]
        }
        Pattern::Modules { file, times, files, records } => {
            let mut said = vec![
                Sentence::of(text::MODULES_FILE)
                    .name("file", &crate::question::report::short(file))
                    .text("times", held.count(*times)),
            ];
            if *files > 1 {
                let more = Sentence::of(text::MODULES_FILES).text("files", held.count(*files));
                said.push(more.text("records", held.count(*records)));
            }
            said
        }
        Pattern::Timers { count: number, every, keeps } => {
            let mut said = vec![count(text::TIMERS_COUNT, *number)];
            said.extend(every.map(|ms| Sentence::of(text::TIMERS_EVERY).text("ms", format::count(ms))));
            said.extend(keeps.as_ref().map(|class| Sentence::of(text::TIMERS_KEEP).name("class", class)));
            said
        }
        Pattern::Collection { shape, entries, class, average, keys, .. } => {
            let phrase = match shape {
                Shape::Array => text::ARRAY_HAS,
                Shape::Map => text::MAP_HAS,
                Shape::Set => text::SET_HAS,
                Shape::Dictionary => text::DICTIONARY_HAS,
                Shape::LinkedList => text::LIST_HAS,
                Shape::Object => text::OBJECT_HAS,
            };
            let first = count(phrase, *entries).name("class", class).text("average", held.bytes(*average));
            let keys = keys.map(|keys| {
                Sentence::of(match keys {
                    Keys::Urls => text::KEYS_URLS,
                    Keys::Ids => text::KEYS_IDS,
                    Keys::Times => text::KEYS_TIMES,
                })
            });
            std::iter::once(first).chain(keys).collect()
        }
        Pattern::Closures { form, count: number, function: name, variable, class } => {
            let both = variable.as_ref().zip(class.as_ref());
            let of = |phrase: Phrase, (variable, class): (&String, &String)| {
                Sentence::of(phrase).name("variable", variable).name("class", class)
            };
            let kept = both.map(|both| of(text::SCOPE_VARIABLE, both));
            match form {
                ClosureForm::Chain => {
                    let said = both.map_or(Sentence::of(text::CHAIN_OF_UNNAMED), |both| of(text::CHAIN_OF, both));
                    vec![said.text("count", held.count(*number))]
                }
                ClosureForm::Many => {
                    let said = function(text::CLOSURES_OF, text::CLOSURES_OF_UNNAMED, name);
                    std::iter::once(said.text("count", held.count(*number))).chain(kept).collect()
                }
                ClosureForm::Scope => std::iter::once(Sentence::of(text::SCOPE_ALONE)).chain(kept).collect(),
            }
        }
        Pattern::Promises { form, count: number, function: name } => {
            let said = match form {
                PromiseForm::Promise => Sentence::of(text::PROMISES_COUNT),
                PromiseForm::AsyncFunction => function(text::ASYNC_COUNT, text::ASYNC_COUNT_UNNAMED, name),
                PromiseForm::Generator => function(text::GENERATORS_COUNT, text::GENERATORS_COUNT_UNNAMED, name),
                PromiseForm::Storage => Sentence::of(text::STORAGE_COUNT),
            };
            vec![said.text("count", held.count(*number))]
        }
        Pattern::Buffers { count: number, bytes } => {
            vec![count(text::BUFFERS_COUNT, *number).text("bytes", held.bytes(*bytes))]
        }
        Pattern::Detached { count: number, name } => {
            vec![count(text::DETACHED_COUNT, *number).name("name", name.as_deref().unwrap_or("Node"))]
        }
        Pattern::Strings { form, count: number, bytes, distinct } => {
            let phrase = match form {
                StringForm::Duplicates => text::DUPLICATES_COUNT,
                StringForm::Slices => text::SLICES_COUNT,
                StringForm::Ropes => text::ROPES_COUNT,
                StringForm::Long => return Vec::new(),
            };
            let share = held.share(distinct.unwrap_or(1.0));
            vec![count(phrase, *number).text("bytes", held.bytes(*bytes)).text("share", share)]
        }
        Pattern::Tooling => vec![Sentence::of(text::TOOLING_EVIDENCE)],
        Pattern::Code { count: number, .. } => vec![count(text::CODE_COUNT, *number)],
    }
}
