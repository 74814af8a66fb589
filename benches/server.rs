//! How long an editor waits from a key to the findings: the real program, over its standard input and output, on a file of 300 lines.
//!
//! `cargo bench --bench server`, or `cargo bench --bench server -- 1000` for so many keys.

#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout, reason = "a program of its own")]

#[path = "../tests/server/client.rs"]
mod client;

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use client::{Client, uri};
use serde_json::json;

/// Keys that are typed unless the command line says otherwise.
const KEYS: usize = 500;

/// Lines of the file.
const LINES: usize = 300;

/// What is typed, again and again, into a RUN in the middle of the file.
const TYPED: &str = " && curl -fsSL https://example.org/tool-$VERSION.tar.gz | tar -xz -C /opt";

fn main() {
    let keys = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(KEYS);
    let folder = tempfile::tempdir().unwrap();
    let (text, line) = dockerfile();
    let path = folder.path().join("Dockerfile");
    std::fs::write(&path, &text).unwrap();
    let address = uri(&path);
    let (mut client, _) = Client::initialized(folder.path(), &json!({}));
    client.open(&address, &text);
    client.diagnostics(&address, 1);

    let start = text.lines().nth(line).unwrap().len();
    let (mut column, mut version, mut times) = (start, 1, Vec::new());
    for key in TYPED.chars().cycle().take(keys) {
        version += 1;
        // A line is typed over when it is full.
        let from = if column > start + 3 * TYPED.len() { start } else { column };
        let range = json!({
            "start": { "line": line, "character": from },
            "end": { "line": line, "character": column },
        });
        let began = Instant::now();
        client.change(&address, version, json!([{ "range": range, "text": key.to_string() }]));
        client.diagnostics(&address, version);
        times.push(began.elapsed());
        column = from + 1;
    }
    assert!(client.leave().success());
    times.sort_unstable();
    let at = |share: usize| milliseconds(times[(times.len() * share / 100).min(times.len() - 1)]);
    println!(
        "{keys} keys in {} lines: p50 {} ms, p90 {} ms, p99 {} ms, slowest {} ms",
        text.lines().count(),
        at(50),
        at(90),
        at(99),
        milliseconds(times[times.len() - 1])
    );
}

fn milliseconds(time: Duration) -> String {
    format!("{:.1}", time.as_secs_f64() * 1000.0)
}

/// A Dockerfile of [`LINES`] lines in stages as people write them, and the line of the RUN that is typed into.
fn dockerfile() -> (String, usize) {
    let mut text = String::from("# syntax=docker/dockerfile:1\nARG VERSION=1.2.3\n");
    let mut stage = 0;
    while text.lines().count() + 15 < LINES {
        let _ = write!(
            text,
            "\nFROM debian:bookworm-slim AS stage{stage}\nARG VERSION\nWORKDIR /src\nENV PATH=/opt/bin:$PATH\n\
             RUN apt-get update \\\n    && apt-get install -y --no-install-recommends ca-certificates curl tar \\\n    \
             && rm -rf /var/lib/apt/lists/*\nRUN echo $VERSION > version{stage}\nCOPY package{stage}.json .\n\
             RUN cd /src && make -j4 && make install\nCOPY --from=stage{} /opt /opt\nHEALTHCHECK CMD curl -f http://localhost/ || exit 1\n\
             USER 10001\nCMD [\"/opt/bin/app\"]\n",
            if stage == 0 { 0 } else { stage - 1 }
        );
        stage += 1;
    }
    while text.lines().count() < LINES {
        text.push_str("LABEL org.example.line=\"filled\"\n");
    }
    let typed = format!("RUN echo $VERSION > version{}", stage / 2);
    let line = text.lines().position(|line| line == typed).unwrap();
    (text, line)
}
