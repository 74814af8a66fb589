//! Files changed at random: the examples of all rule pages, cut, doubled, mixed.

use lotse::rules::ALL;
use lotse::rules::page::Page;
use lotse::source::Source;

use super::{check, lint_all, on_large_stack};

/// A generator of fixed seed.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % limit.max(1)
    }
}

/// What is put into files.
const PIECES: &[&[u8]] = &[
    b"\\",
    b"`",
    b"\n",
    b"\r\n",
    b"\r",
    b"\0",
    b"\xff",
    b"<<E",
    b"\"",
    b"'",
    b"[",
    b"]",
    b"${",
    b"}",
    b"$",
    b"$(",
    b")",
    b" ",
    b"\t",
    b"#",
    b"--",
    b"=",
    b"\xc2\xa0",
    "é".as_bytes(),
    "“".as_bytes(),
    b"\\\n",
    b" && ",
    b" | ",
    b"; ",
    b"\nRUN ",
    b"\nFROM a AS b\n",
    b"\nCOPY --from=b a b\n",
    b"ONBUILD ",
    b"\nEXPOSE 99999/x\n",
    b"# lotse ignore=",
    b"\nUSER $A\n",
    b"*",
    b"/../",
    b":latest",
    b"@sha256:",
];

/// The examples of all pages.
fn examples() -> Vec<String> {
    let mut all = Vec::new();
    for rule in ALL.iter() {
        let page = Page::read(rule.page);
        for example in page.sections.iter().flat_map(lotse::rules::page::Section::examples) {
            if example.language == "dockerfile" {
                all.push(example.expectations().0);
            }
        }
    }
    all
}

fn mutated(random: &mut Random, seeds: &[String]) -> Vec<u8> {
    let mut bytes = seeds[random.below(seeds.len())].clone().into_bytes();
    for _ in 0..=random.below(5) {
        let at = random.below(bytes.len() + 1);
        let to = (at + random.below(16)).min(bytes.len());
        match random.below(6) {
            0 => drop(bytes.drain(at..to)),
            1 => drop(bytes.splice(at..at, PIECES[random.below(PIECES.len())].iter().copied())),
            2 => drop(bytes.splice(at..to, PIECES[random.below(PIECES.len())].iter().copied())),
            3 => bytes.truncate(at),
            4 => {
                let start = bytes[..at].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
                let line = bytes[start..].split_inclusive(|byte| *byte == b'\n').next();
                let line = line.unwrap_or(&[]).to_vec();
                drop(bytes.splice(start..start, line));
            }
            _ => {
                let other = seeds[random.below(seeds.len())].as_bytes();
                let cut = random.below(other.len());
                drop(bytes.splice(at..at, other[cut..].iter().copied()));
            }
        }
    }
    bytes
}

fn mutate(seed: u64, rounds: usize, shell: bool) {
    on_large_stack(move || {
        let seeds = examples();
        assert!(seeds.len() > 100, "the pages have {} examples", seeds.len());
        let mut random = Random(seed);
        for round in 0..rounds {
            let bytes = mutated(&mut random, &seeds);
            let shown = String::from_utf8_lossy(&bytes).into_owned();
            let result = std::panic::catch_unwind(|| {
                check(&lint_all(Source::from_bytes("Dockerfile", bytes), None, shell));
            });
            assert!(result.is_ok(), "round {round} of seed {seed:#x}:\n{shown}");
        }
    });
}

#[test]
fn changed_examples() {
    mutate(0x9E37_79B9_7F4A_7C15, 4_000, false);
}

#[test]
fn changed_examples_with_the_shell_linter() {
    mutate(0xD1B5_4A32_D192_ED03, 600, true);
}
