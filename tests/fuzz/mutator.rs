//! How an input becomes another: half the changes are the fuzzer's own, half know what a snapshot looks like.

/// libFuzzer's custom mutator: the new length of what is in `data`.
pub fn mutate(data: &mut [u8], size: usize, max_size: usize, seed: u32) -> usize {
    let Some(changed) = it::property::mutated(&data[..size], seed) else {
        return libfuzzer_sys::fuzzer_mutate(data, size, max_size);
    };
    let length = changed.len().min(max_size);
    data[..length].copy_from_slice(&changed[..length]);
    length
}
