//! Rules about the build context and its ignore file.

pub mod copy_ignored_file;
pub mod copy_source_missing;
pub mod dockerignore_broken_pattern;
pub mod dockerignore_missing;
pub mod dockerignore_pattern_only_matches_root;
pub mod large_build_context;
pub mod sensitive_file_in_context;
pub mod whole_context_copied;
