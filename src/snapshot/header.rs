//! What the header says beside the schema.
//!
//! Owns the `snapshot` object's own values. All are hints and labels: nothing is sized or indexed by them.

/// The header's own values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// The name the user gave the snapshot, in files of very old Chrome. Hostile text like any other.
    pub title: Option<String>,
    /// The snapshot's number in its session, in files of very old Chrome.
    pub uid: Option<u64>,
    /// Promised numbers of rows; 0 when the header does not say, or says 0 as Hermes does.
    pub node_count: u64,
    /// As `node_count`.
    pub edge_count: u64,
    /// As `node_count`; V8 counts the functions of `trace_function_infos`.
    pub trace_function_count: u64,
    /// Off-heap bytes the embedder reports; absent before V8 13.6.
    pub extra_native_bytes: Option<u64>,
}
