//! Sixteen bytes at once: the few instructions of a machine that the fast readers need.
//!
//! Takes bytes; gives masks of one bit for each. The only `unsafe` of the library is here; [`plain`] is the safe twin, and
//! what machines without such registers use.

#![allow(unsafe_code)]

#[cfg(not(any(target_arch = "x86_64", all(target_arch = "wasm32", target_feature = "simd128"))))]
pub use plain::*;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
pub use wasm::*;
#[cfg(target_arch = "x86_64")]
pub use x86::*;

/// Sixteen bytes in one register of WebAssembly.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod wasm {
    use core::arch::wasm32::{i8x16_bitmask, i8x16_eq, i8x16_sub, u8x16_lt, u8x16_splat, v128, v128_load};

    pub type Bytes = v128;

    #[inline(always)]
    pub fn load(part: &[u8; 16]) -> Bytes {
        // Sound: the reference is to 16 bytes, and the load asks for no alignment.
        unsafe { v128_load(part.as_ptr().cast()) }
    }

    #[inline(always)]
    pub fn minus(bytes: Bytes, byte: u8) -> Bytes {
        i8x16_sub(bytes, u8x16_splat(byte))
    }

    #[inline(always)]
    pub fn equal(bytes: Bytes, byte: u8) -> u64 {
        u64::from(i8x16_bitmask(i8x16_eq(bytes, u8x16_splat(byte))))
    }

    #[inline(always)]
    pub fn below_ten(bytes: Bytes) -> u64 {
        u64::from(i8x16_bitmask(u8x16_lt(bytes, u8x16_splat(10))))
    }
}

/// Sixteen bytes in one register of any x86-64.
#[cfg(target_arch = "x86_64")]
mod x86 {
    use core::arch::x86_64::{
        __m128i, _mm_cmpeq_epi8, _mm_loadu_si128, _mm_min_epu8, _mm_movemask_epi8, _mm_set1_epi8, _mm_sub_epi8,
    };

    pub type Bytes = __m128i;

    #[inline(always)]
    pub fn load(part: &[u8; 16]) -> Bytes {
        // Sound: the reference is to 16 bytes, the load asks for no alignment, and every x86-64 has these instructions.
        unsafe { _mm_loadu_si128(part.as_ptr().cast()) }
    }

    #[inline(always)]
    pub fn minus(bytes: Bytes, byte: u8) -> Bytes {
        // Sound: see above.
        unsafe { _mm_sub_epi8(bytes, _mm_set1_epi8(byte as i8)) }
    }

    #[inline(always)]
    pub fn equal(bytes: Bytes, byte: u8) -> u64 {
        // Sound: see above.
        u64::from(unsafe { _mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(byte as i8))) } as u16)
    }

    #[inline(always)]
    pub fn below_ten(bytes: Bytes) -> u64 {
        // Sound: see above.
        u64::from(unsafe { _mm_movemask_epi8(_mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(9)), bytes)) } as u16)
    }
}

/// The same without such registers: the safe twin.
#[cfg(any(test, not(any(target_arch = "x86_64", all(target_arch = "wasm32", target_feature = "simd128")))))]
pub mod plain {
    pub type Bytes = [u8; 16];

    pub fn load(part: &[u8; 16]) -> Bytes {
        *part
    }

    pub fn minus(bytes: Bytes, byte: u8) -> Bytes {
        bytes.map(|other| other.wrapping_sub(byte))
    }

    pub fn equal(bytes: Bytes, byte: u8) -> u64 {
        bits(bytes, |other| other == byte)
    }

    pub fn below_ten(bytes: Bytes) -> u64 {
        bits(bytes, |byte| byte < 10)
    }

    fn bits(bytes: Bytes, is: impl Fn(u8) -> bool) -> u64 {
        bytes.iter().rev().fold(0, |mask, byte| mask << 1 | u64::from(is(*byte)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn registers_are_as_their_safe_twin() {
        for first in 0..=255u8 {
            let part: [u8; 16] = std::array::from_fn(|row| first.wrapping_add((row as u8).wrapping_mul(17)));
            let (bytes, twin) = (load(&part), plain::load(&part));
            for byte in [b'0', b',', b'\n', b'"', b'\\', 0, 255] {
                assert_eq!(equal(bytes, byte), plain::equal(twin, byte));
                let (bytes, twin) = (minus(bytes, byte), plain::minus(twin, byte));
                assert_eq!(below_ten(bytes), plain::below_ten(twin));
            }
        }
    }
}
