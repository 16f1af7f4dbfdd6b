//! How much memory an input may cost: a small multiple of itself.

#[global_allocator]
static HEAP: peak_alloc::PeakAlloc = peak_alloc::PeakAlloc;

/// Bytes for each byte of the input, the Debug text of two snapshots among them.
const FACTOR: usize = 400;

/// Fails when the work needs more than that and `base` at any time.
pub fn within<T>(base: usize, input: usize, work: impl FnOnce() -> T) -> T {
    HEAP.reset_peak_usage();
    let before = HEAP.current_usage();
    let done = work();
    let peak = HEAP.peak_usage().saturating_sub(before);
    assert!(peak <= base + FACTOR * input, "{peak} bytes of memory for {input} bytes of input");
    done
}
