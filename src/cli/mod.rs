//! The command line (under way).
