//! CRC-32, as gzip and zip use it (ITU-T V.42, the polynomial 0xEDB88320).
//!
//! Owns one running checksum. Eight bytes at a time (Intel's slicing-by-8); the tables are made when they are needed,
//! since as constants they would be eight kilobytes that no server can compress.

/// A running checksum.
pub struct Crc {
    tables: Box<[[u32; 256]; 8]>,
    value: u32,
}

impl Crc {
    pub fn new() -> Self {
        let mut tables = Box::new([[0u32; 256]; 8]);
        for i in 0..256 {
            let mut value = i as u32;
            for _ in 0..8 {
                value = (value >> 1) ^ (0xEDB8_8320 & (value & 1).wrapping_neg());
            }
            tables[0][i] = value;
        }
        for i in 0..256 {
            for k in 1..8 {
                let before = tables[k - 1][i];
                tables[k][i] = (before >> 8) ^ tables[0][(before & 0xFF) as usize];
            }
        }
        Self { tables, value: u32::MAX }
    }

    pub fn restart(&mut self) {
        self.value = u32::MAX;
    }

    pub fn take(&mut self, bytes: &[u8]) {
        let t = &self.tables;
        let (eights, rest) = bytes.as_chunks::<8>();
        let mut value = self.value;
        for b in eights {
            let low = value ^ u32::from_le_bytes([b[0], b[1], b[2], b[3]]);
            value = t[7][(low & 0xFF) as usize]
                ^ t[6][((low >> 8) & 0xFF) as usize]
                ^ t[5][((low >> 16) & 0xFF) as usize]
                ^ t[4][(low >> 24) as usize]
                ^ t[3][usize::from(b[4])]
                ^ t[2][usize::from(b[5])]
                ^ t[1][usize::from(b[6])]
                ^ t[0][usize::from(b[7])];
        }
        for &byte in rest {
            value = (value >> 8) ^ t[0][usize::from(value as u8 ^ byte)];
        }
        self.value = value;
    }

    pub fn value(&self) -> u32 {
        !self.value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_value_is_right_however_it_is_cut() {
        let text = b"123456789 The quick brown fox";
        for cut in 0..text.len() {
            let mut crc = Crc::new();
            crc.take(&text[..cut]);
            crc.take(&text[cut..]);
            let mut slow = u32::MAX;
            for byte in text {
                slow ^= u32::from(*byte);
                for _ in 0..8 {
                    slow = if slow & 1 == 1 { (slow >> 1) ^ 0xEDB8_8320 } else { slow >> 1 };
                }
            }
            assert_eq!(crc.value(), !slow);
        }
        let mut crc = Crc::new();
        crc.take(b"123456789");
        assert_eq!(crc.value(), 0xCBF4_3926, "the catalogue's check value");
    }
}
