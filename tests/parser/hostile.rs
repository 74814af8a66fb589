//! Input that wants to break the parser: sizes, bytes, and files changed at random.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use lotse::dockerfile::{Dockerfile, Lookup, expand, parse};
use lotse::source::Source;

use super::{read, spans};

fn within(limit: Duration, what: &str, text: &str) -> Dockerfile {
    let start = Instant::now();
    let (_, file) = read(text);
    assert!(start.elapsed() < limit, "{what} took {:?}", start.elapsed());
    file
}

/// The limits are wide: they catch squares, not slow machines.
#[test]
fn hostile_sizes() {
    let limit = Duration::from_secs(20);
    let megabytes = 10 << 20;
    within(limit, "one long line", &format!("RUN {}", "x".repeat(megabytes)));
    within(limit, "one long keyword", &"x".repeat(megabytes));
    within(limit, "many words", &format!("ENV {}", "a=b ".repeat(megabytes / 40)));
    within(limit, "many instructions", &"RUN a\n".repeat(100_000));
    within(limit, "many continuations", &"a \\\n".repeat(200_000));
    within(limit, "many comments", &"#\n".repeat(500_000));
    within(limit, "onbuild chain", &"ONBUILD ".repeat(1 << 17));
    within(limit, "nested variables", &format!("FROM a\nRUN <<X {}", "${a:-".repeat(10_000)));
    within(limit, "nested JSON", &format!("FROM a\nCMD {}", "[".repeat(1 << 20)));
    within(limit, "many flags", &format!("COPY {}", "--exclude=a --x ".repeat(50_000)));
    within(limit, "many mounts", &format!("RUN {}", "--mount=type=x,y ".repeat(50_000)));
    let names = (0..20_000).fold(String::new(), |mut names, index| {
        write!(names, "<<A{index} ").unwrap();
        names
    });
    within(limit, "many heredocs", &format!("FROM a\nCOPY {names} /x\n"));
    let bodies = "FROM a\n".to_owned() + &"RUN <<E\nx\nE\n".repeat(50_000);
    assert_eq!(within(limit, "many bodies", &bodies).instructions.len(), 50_001);
}

#[test]
fn hostile_bytes() {
    for bytes in [
        &b"\0"[..],
        b"FROM \0\nRUN \0 <<\0\n\0\n",
        b"FROM a\rRUN b\r",
        b"\r\r\n\r",
        b"FROM \xff\xfe\nCMD [\"\xff\"]\n",
        b"# escape=\xff\nFROM a",
        b"\\",
        b"\\\n\\\n\\",
        b"RUN \\",
        b"FROM a\nCMD [\"",
        b"FROM a\nCMD [\"\\",
        b"FROM a\nCMD [\"\\u",
        b"FROM a\nENV a='",
        b"FROM a\nENV a=\"\\",
        b"FROM a\nRUN --mount=\"",
        b"FROM a\nRUN --mount='\\",
        b"FROM a\nRUN <<",
        b"FROM a\nRUN <<'",
        b"FROM a\nRUN <<-",
        b"FROM a\nCOPY <<\"\" /x",
        b"FROM a\nRUN --",
        b"FROM a\nRUN -- --x",
        b"FROM a\nRUN --\"\" x",
        b"HEALTHCHECK\xc2\xa0CMD\xc2\x85",
        b"\xef\xbb\xbf",
        b"\xef\xbb\xbf\\\n\xef\xbb\xbf",
        b"ONBUILD",
        b"ONBUILD --",
        b"#=",
        b"#a=",
        b"# =",
    ] {
        let source = Source::from_bytes("Dockerfile", bytes.to_vec());
        let file = parse(&source);
        spans::check(&source, &file);
    }
}

/// Cuts, doubles and mixes small files with a generator of fixed seed: no panic, and spans stay legal.
#[test]
fn mutations() {
    let seeds = [
        "# syntax=x\n# escape=`\nFROM a AS b\nRUN c `\n  d\n",
        "FROM a\nRUN --mount=type=cache,target=/x --mount=\"from=y\" <<-'EOF' cat\n\tx\n\tEOF\n",
        "FROM a\nENV A=\"b c\" D='e' F\\ G=${H:-i}\nLABEL old one\nARG X=1 Y\n",
        "FROM a\nCOPY --from=b --chown=1:1 [\"c\", \"d\\u00e9\"]\nCMD [\"a\", 1, {\"b\": [null]}]\n",
        "FROM à\nHEALTHCHECK --interval=1m --retries=3 CMD [\"x\"]\nONBUILD COPY <<A <<B /c/\nA\nB\n",
        "FROM a\nEXPOSE 80/tcp\nVOLUME [\"/é\"]\nSHELL [\"a\"]\nUSER \u{a0}x\u{85}\r\nRUN a \\\r\n# b\r\n\r\n c\r\n",
    ];
    let pieces = [
        "\\", "`", "\n", "\r\n", "<<E", "<<", "\"", "'", "[", "]", "${", "}", "$", " ", "\t", "#", "--", "=", "\u{a0}",
        "é",
    ];
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state >> 33).unwrap() % below.max(1)
    };
    for round in 0..6_000 {
        let mut text = seeds[random(seeds.len())].to_owned();
        for _ in 0..=random(6) {
            let at = text.floor_char_boundary(random(text.len() + 1));
            let to = text.floor_char_boundary((at + random(12)).min(text.len()));
            match random(4) {
                0 => text.replace_range(at..to, ""),
                1 => text.insert_str(at, pieces[random(pieces.len())]),
                2 => text.replace_range(at..to, pieces[random(pieces.len())]),
                _ => {
                    let other = seeds[random(seeds.len())];
                    let cut = other.floor_char_boundary(random(other.len()));
                    text.insert_str(at, &other[cut..]);
                }
            }
        }
        let (source, file) = read(&text);
        for instruction in &file.instructions {
            let lookup = |name: &str| match name.len() {
                1 => Lookup::Unset,
                2 => Lookup::Unknown,
                _ => Lookup::Value("a b".into()),
            };
            let word = source.slice(instruction.arguments);
            if let Ok(expansion) = expand(word, file.escape, lookup) {
                for used in &expansion.uses {
                    assert!(word[used.range.clone()].starts_with('$'), "round {round}: {used:?} in {word:?}");
                }
                for word_range in expansion.words.iter().map(|found| found.range.clone()) {
                    assert!(word.get(word_range).is_some(), "round {round}: {word:?}");
                }
            }
        }
    }
}
