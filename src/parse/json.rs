//! The bits of JSON around the big arrays: finding the end of a value that is kept or skipped.
//!
//! Owns [`ValueRun`], which walks one JSON value byte by byte without building it. Takes bytes from the value's first
//! byte on; says when it ended. Guarantee: nesting costs a counter, not a stack, so a file of brackets is harmless.

/// The state between two pieces of a value.
#[derive(Debug, Default)]
pub struct ValueRun {
    depth: u64,
    in_string: bool,
    escaped: bool,
    begun: bool,
}

impl ValueRun {
    /// A run that begins where so many brackets are open and no string is.
    pub fn inside(depth: u64) -> Self {
        Self { depth, begun: true, ..Self::default() }
    }

    /// Walks on; returns how many bytes belong to the value and whether it ended. A bare number or word ends before
    /// the `,`, `}` or `]` after it, which is not used.
    pub fn walk(&mut self, bytes: &[u8]) -> (usize, bool) {
        for (i, &byte) in bytes.iter().enumerate() {
            if self.in_string {
                match byte {
                    _ if self.escaped => self.escaped = false,
                    b'\\' => self.escaped = true,
                    b'"' => {
                        self.in_string = false;
                        if self.depth == 0 {
                            return (i + 1, true);
                        }
                    }
                    _ => {}
                }
                continue;
            }
            match byte {
                b'"' => self.in_string = true,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' if self.depth == 0 => return (i, true),
                b'}' | b']' => {
                    self.depth -= 1;
                    if self.depth == 0 {
                        return (i + 1, true);
                    }
                }
                b',' if self.depth == 0 => return (i, true),
                b' ' | b'\n' | b'\r' | b'\t' if self.depth == 0 && self.begun => return (i, true),
                _ => {}
            }
            self.begun = true;
        }
        (bytes.len(), false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, value: &str) {
        for cut in 0..text.len() {
            let mut run = ValueRun::default();
            let (first, ended) = run.walk(&text.as_bytes()[..cut]);
            let used = if ended { first } else { first + run.walk(&text.as_bytes()[cut..]).0 };
            assert_eq!(&text[..used], value, "cut at {cut}");
        }
    }

    #[test]
    fn a_value_ends_where_it_ends() {
        check("{\"a\":[1,{\"b\":\"}\\\"]\"}]},", "{\"a\":[1,{\"b\":\"}\\\"]\"}]}");
        check("12.5e3}", "12.5e3");
        check("null,\"x\"", "null");
        check("\"a\\\\\"]", "\"a\\\\\"");
    }

    #[test]
    fn nesting_costs_no_stack() {
        let mut run = ValueRun::default();
        assert_eq!(run.walk(&vec![b'['; 1_000_000]), (1_000_000, false));
        assert_eq!(run.walk(&vec![b']'; 1_000_000]), (1_000_000, true));
    }
}
