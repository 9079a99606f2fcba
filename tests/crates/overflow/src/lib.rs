//! Only a test, which is another package's too: `tests/overflow.rs`.
