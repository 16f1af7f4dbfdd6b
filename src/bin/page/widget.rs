//! Small parts that several views use.
