//! Lists whose rows stay as they are while their keys stay.
//!
//! The page's only `For`: each on a type of its own would be 3 KB (brotli) more to download.

use leptos::prelude::*;
use std::sync::Arc;

/// A row for each key; a key says all that its row needs.
pub fn keyed<K, R>(
    keys: impl Fn() -> Vec<K> + Send + Sync + 'static,
    row: impl Fn(K) -> R + Send + Sync + 'static,
) -> AnyView
where
    K: Into<u64> + From<u64> + 'static,
    R: IntoView + 'static,
{
    let keys = move || keys().into_iter().map(K::into).collect();
    each(Arc::new(keys), Arc::new(move |key| row(K::from(key)).into_any()))
}

/// Rows that are only ever added to at the end.
pub fn numbered<T, R>(rows: RwSignal<Vec<T>>, row: impl Fn(&T) -> R + Send + Sync + 'static) -> AnyView
where
    T: Send + Sync + 'static,
    R: IntoView + 'static,
{
    let keys = move || (0..rows.with(Vec::len) as u64).collect::<Vec<u64>>();
    keyed(keys, move |at: u64| rows.with_untracked(|rows| rows.get(at as usize).map(&row)))
}

type Keys = Arc<dyn Fn() -> Vec<u64> + Send + Sync>;
type Row = Arc<dyn Fn(u64) -> AnyView + Send + Sync>;

fn each(keys: Keys, row: Row) -> AnyView {
    html! { <For each=move || keys() key=|key| *key children=move |key| row(key) /> }
}
