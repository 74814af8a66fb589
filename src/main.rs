//! The program: arguments in, exit status out.

use std::process::ExitCode;

/// Linting makes many small texts; this allocator is a good deal faster at that than the system's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    lotse::cli::main()
}
