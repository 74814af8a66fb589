//! Any bytes as an archive that passes once: every form and every compression is told by them. What is read is linted.
#![no_main]

mod shared;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| shared::read(bytes));
