//! The program: arguments in, exit status out.

use std::io::Write;

fn main() -> std::io::Result<()> {
    let trees: std::io::Result<Vec<_>> = std::env::args()
        .skip(5)
        .map(|path| {
            let source = lotse::source::Source::from_bytes(&path, std::fs::read(&path)?);
            Ok(lotse::dockerfile::tree_json(&lotse::dockerfile::parse(&source), &source))
        })
        .collect();
    writeln!(std::io::stdout(), "{}", serde_json::Value::from(trees?))
}
