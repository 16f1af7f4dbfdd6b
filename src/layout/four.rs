//! Four numbers of 32 bits, reckoned at a time.
//!
//! Owns [`Four`]. Every operation is IEEE 754's on each lane by itself, so that both writings below come to the same bits.
//! In WebAssembly the instructions are named: LLVM does not find them there by itself (rustc 1.95), and one at a time a tick
//! of 10,000 bodies took half as long again (19.5 ms, 13.2 so). Elsewhere it finds them.

pub use lanes::Four;

/// Lanes of a [`Four`].
pub const LANES: usize = 4;

#[cfg(target_feature = "simd128")]
mod lanes {
    use std::arch::wasm32::{
        f32x4, f32x4_add, f32x4_div, f32x4_extract_lane, f32x4_mul, f32x4_pmax, f32x4_splat, f32x4_sub, v128,
    };

    /// Four numbers.
    #[derive(Clone, Copy)]
    pub struct Four(v128);

    impl Four {
        pub fn of([a, b, c, d]: [f32; 4]) -> Self {
            Self(f32x4(a, b, c, d))
        }

        pub fn all(number: f32) -> Self {
            Self(f32x4_splat(number))
        }

        pub fn plus(self, other: Self) -> Self {
            Self(f32x4_add(self.0, other.0))
        }

        pub fn minus(self, other: Self) -> Self {
            Self(f32x4_sub(self.0, other.0))
        }

        pub fn times(self, other: Self) -> Self {
            Self(f32x4_mul(self.0, other.0))
        }

        pub fn over(self, other: Self) -> Self {
            Self(f32x4_div(self.0, other.0))
        }

        /// The greater of each two; none may be NaN.
        pub fn greater(self, other: Self) -> Self {
            Self(f32x4_pmax(other.0, self.0))
        }

        /// In pairs, always the same.
        pub fn sum(self) -> f32 {
            let lanes = self.0;
            (f32x4_extract_lane::<0>(lanes) + f32x4_extract_lane::<1>(lanes))
                + (f32x4_extract_lane::<2>(lanes) + f32x4_extract_lane::<3>(lanes))
        }
    }
}

#[cfg(not(target_feature = "simd128"))]
mod lanes {
    use std::array::from_fn;

    /// Four numbers.
    #[derive(Clone, Copy)]
    pub struct Four([f32; 4]);

    impl Four {
        pub fn of(numbers: [f32; 4]) -> Self {
            Self(numbers)
        }

        pub fn all(number: f32) -> Self {
            Self([number; 4])
        }

        pub fn plus(self, other: Self) -> Self {
            Self(from_fn(|lane| self.0[lane] + other.0[lane]))
        }

        pub fn minus(self, other: Self) -> Self {
            Self(from_fn(|lane| self.0[lane] - other.0[lane]))
        }

        pub fn times(self, other: Self) -> Self {
            Self(from_fn(|lane| self.0[lane] * other.0[lane]))
        }

        pub fn over(self, other: Self) -> Self {
            Self(from_fn(|lane| self.0[lane] / other.0[lane]))
        }

        /// The greater of each two; none may be NaN.
        pub fn greater(self, other: Self) -> Self {
            Self(from_fn(|lane| if self.0[lane] > other.0[lane] { self.0[lane] } else { other.0[lane] }))
        }

        /// In pairs, always the same.
        pub fn sum(self) -> f32 {
            let [a, b, c, d] = self.0;
            (a + b) + (c + d)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Here and as WebAssembly alike: `cargo xtask test` runs it in both.
    #[test]
    fn each_lane_is_reckoned_by_itself() {
        // No lane is so large that the sum would not show the others.
        let (a, b) = ([1.5f32, -2.0, 0.1, 3.0], [0.25f32, 4.0, 0.3, -7.0]);
        let (left, right) = (Four::of(a), Four::of(b));
        let pairs =
            |one: fn(f32, f32) -> f32| (one(a[0], b[0]) + one(a[1], b[1])) + (one(a[2], b[2]) + one(a[3], b[3]));
        assert_eq!(left.plus(right).sum().to_bits(), pairs(|a, b| a + b).to_bits());
        assert_eq!(left.minus(right).sum().to_bits(), pairs(|a, b| a - b).to_bits());
        assert_eq!(left.times(right).sum().to_bits(), pairs(|a, b| a * b).to_bits());
        assert_eq!(left.over(right).sum().to_bits(), pairs(|a, b| a / b).to_bits());
        assert_eq!(left.greater(right).sum().to_bits(), pairs(f32::max).to_bits());
        assert_eq!(Four::all(0.5).sum(), 2.0);
    }
}
