//! Options of programs that fetch files. Sources: curl(1), wget(1).

/// Options with which curl fails by itself, or whose output somebody looks at.
const LOOKING: &[&str] =
    &["--fail", "--head", "--data", "--form", "--upload-file", "--request", "--config", "--write-out"];

/// Whether a word of curl is such an option, or holds one among its letters.
pub fn curl_looks_at_status(word: &str) -> bool {
    let short = word.starts_with('-') && !word.starts_with("--");
    LOOKING.iter().any(|option| word.starts_with(option))
        || short && word.contains(['f', 'I', 'd', 'F', 'T', 'X', 'K', 'w'])
}

/// Options with which wget draws no bar, or starts nothing.
const QUIET: &[&str] = &[
    "--quiet", "--no-verbose", "-nv", "--progress", "--output-file", "--append-output", "--spider", "--version",
    "--help",
];

/// Whether a word of wget is such an option, or holds one among its letters.
pub fn is_quiet_wget_option(word: &str) -> bool {
    let short = word.starts_with('-') && !word.starts_with("--");
    QUIET.iter().any(|option| word.starts_with(option)) || short && (word.contains('q') || matches!(word, "-o" | "-a"))
}
