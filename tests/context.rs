//! The build context at its boundary: ignore files against paths, files on disk and in memory.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use lotse::context::{BadPattern, Context, IgnoreFile, IgnorePlace, Kind, QuirkKind};
use lotse::source::Source;

fn parse(text: &str) -> IgnoreFile {
    IgnoreFile::parse(Arc::new(Source::new(".dockerignore", text)))
}

/// (ignore file, path, whether the path is left out).
const TABLE: &[(&str, &str, bool)] = &[
    // Plain names stand for one path and all below it, not for names at any depth.
    ("", "a", false),
    ("a", "a", true),
    ("a", "a/b", true),
    ("a", "a/b/c", true),
    ("a", "ab", false),
    ("a", "b/a", false),
    ("a/b", "a", false),
    ("a/b", "a/b/c", true),
    ("node_modules", "packages/web/node_modules", false),
    // Cleaning.
    ("/a", "a", true),
    ("//a", "a", true),
    ("./a", "a", true),
    ("a/", "a", true),
    ("a/", "a/b", true),
    ("a//b", "a/b", true),
    ("a/./b", "a/b", true),
    ("a/x/../b", "a/b", true),
    ("a/..", "a", false),
    (".", "a", false),
    ("/", "a", false),
    ("../a", "a", false),
    ("a/../../a", "a", false),
    ("/../a", "a", true),
    ("  a\t", "a", true),
    ("a\r\nb\r\n", "a", true),
    ("a\r\nb", "b", true),
    ("\u{FEFF}a", "a", true),
    ("\u{FEFF}#a", "#a", false),
    ("x\n\u{FEFF}a", "a", false),
    ("\u{A0}a\u{2003}", "a", true),
    // Paths are cleaned too.
    ("a", "./a/", true),
    ("a", "/a", true),
    ("**", ".", false),
    ("**", "", false),
    // Comments.
    ("#a", "#a", false),
    ("#a", "a", false),
    (" #a", "#a", true),
    ("\\#a", "#a", true),
    ("a #b", "a", false),
    ("a #b", "a #b", true),
    // `*` and `?` stop at slashes.
    ("*", "a/b", true),
    ("*", ".env", true),
    ("*.log", "x.log", true),
    ("*.log", "a/x.log", false),
    ("*/*.log", "a/x.log", true),
    ("*/*.log", "x.log", false),
    ("*/*.log", "a/b/x.log", false),
    ("a?c", "abc", true),
    ("a?c", "aéc", true),
    ("a?c", "a/c", false),
    ("a*", "a", true),
    ("a*b*c", "a1b2b3c", true),
    ("a*b*c", "a1b2b3", false),
    ("*/b", "a/b/c", true),
    // `**`.
    ("**", "a/b/c", true),
    ("**/a", "a", true),
    ("**/a", "x/y/a", true),
    ("**/a", "x/y/a/z", true),
    ("**/a", "x/ba", false),
    ("**/a/b", "a/b", true),
    ("**/a/b", "x/a/b/c", true),
    ("**/a/b", "xa/b", false),
    ("**a", "ba", true),
    ("**a", "x/ba/c", true),
    ("**a*", "ba1", false),
    ("**a*", "b/a1", true),
    ("a/**", "a", false),
    ("a/**", "a/b/c", true),
    ("a/**", "ab/c", false),
    ("a**", "ab/c", true),
    ("a/**/b", "a/b", true),
    ("a/**/b", "a/x/y/b", true),
    ("a/**/b", "a/xb", false),
    ("**/*.pyc", "m.pyc", true),
    ("**/*.pyc", "a/b/m.pyc", true),
    ("**/*.pyc", "a/b/m.py", false),
    ("**/**/a", "x/a", true),
    ("**/.*", "a/.env", true),
    ("**/.*", "a/b.env", false),
    ("***", "a/b", true),
    ("a/*/**", "a/b", false),
    ("a/*/**", "a/b/c", true),
    // Characters that mean something to regular expressions.
    ("a.b", "axb", false),
    ("a.b*", "axb", false),
    ("a+(b)|{c}$*", "a+(b)|{c}$1", true),
    ("{a,b}", "a", false),
    ("a]*", "a]1", true),
    ("^a*", "ab", true),
    ("b^a*", "b^a", false),
    // Sets.
    ("[ab]", "a", true),
    ("[ab]", "c", false),
    ("[a-c]x", "bx", true),
    ("[^a]x", "bx", true),
    ("[^a]x", "ax", false),
    ("[!a]x", "ax", true),
    ("[!a]x", "!x", true),
    ("[!a]x", "bx", false),
    ("[\\]]", "]", true),
    ("[\\d]", "7", true),
    ("[*]", "*", false),
    ("[*]", "^/]", true),
    ("[[:digit:]]x", "4x", true),
    // Escapes.
    ("\\*", "*", true),
    ("\\*", "a", false),
    ("\\!a", "!a", true),
    ("a\\ b", "a b", true),
    ("v\\d", "v1", true),
    ("src\\bin", "src/bin", false),
    // Exceptions: the last match decides, for the path or a folder above it.
    ("*\n!a", "a", false),
    ("*\n!a", "a/b", false),
    ("*\n!a", "b", true),
    ("*\n!a/b", "a", true),
    ("*\n!a/b", "a/b", false),
    ("*\n!a/b", "a/c", true),
    ("!a\n*", "a", true),
    ("a\n!a/b\na", "a/b", false),
    ("a\n!a/b\na*", "a/b", false),
    ("a\n!a/b\na/*", "a/b", true),
    ("a\n!a/b\na/**", "a/b", true),
    ("!a\na/b\n!a", "a/b", true),
    ("a\n!a\na/b\n!a", "a/b", true),
    ("a\n!a/b\na/b/c", "a/b/c", true),
    ("a\n!a/b\na/b/c", "a/b/d", false),
    ("*.md\n!README.md", "README.md", false),
    ("**/*.md\n!docs/**/*.md", "docs/x/y.md", false),
    ("**/*.md\n!docs/**/*.md", "src/y.md", true),
    ("a\n! a", "a", false),
    ("*\n!!a", "a", true),
    ("*\n!!a", "!a", false),
    ("*\n/!a", "a", false),
    ("*\n!/a", "a", false),
    ("*\n!./a/", "a", false),
    (".*\n!.gitignore", ".gitignore", false),
    ("**\n!**/*.go", "cmd/main.go", false),
    ("**\n!**/*.go", "cmd/main.c", true),
    // A bad line leaves the others alone.
    ("[\na", "a", true),
];

#[test]
fn ignore_files_decide_as_the_builder_does() {
    let wrong: Vec<_> = TABLE.iter().filter(|(text, path, ignored)| parse(text).is_ignored(path) != *ignored).collect();
    assert!(wrong.is_empty(), "expected otherwise: {wrong:#?}");
}

/// The builder's loop over all patterns for each folder on the way, over what each pattern matches by itself.
fn by_hand(lines: &[&str], path: &str) -> bool {
    let alone: Vec<_> = lines.iter().map(|line| parse(line.trim_start_matches('!'))).collect();
    let mut effective = vec![false; lines.len()];
    let mut ignored = false;
    let mut above = "";
    for end in path.match_indices('/').map(|(at, _)| at).chain([path.len()]) {
        let here = &path[..end];
        ignored = false;
        for (index, line) in lines.iter().enumerate() {
            let negated = line.starts_with('!');
            // What matches the folder above matches all below, so only "not above, but here" tells of a match here.
            let matches = alone[index].is_ignored(here) && (above.is_empty() || !alone[index].is_ignored(above));
            let inside = line.ends_with("/**") && alone[index].is_ignored(here);
            effective[index] |= negated == ignored && (matches || inside);
            if effective[index] {
                ignored = !negated;
            }
        }
        above = here;
    }
    ignored
}

#[test]
fn many_patterns_decide_as_the_builder_goes_through_them() {
    let texts = ["a", "!a/b", "a/**", "!a/b/c", "*", "!b/**", "a/b/c", "a", "!b", "!a/**", "a/b"];
    let paths = ["a", "b", "c", "a/b", "a/c", "b/c", "a/b/c", "c/b/a", "ab", "x/ab", "b/a/c"];
    for first in 0..texts.len() {
        for step in 1..texts.len() {
            let lines: Vec<_> = (0..texts.len()).map(|number| texts[(first + number * step) % texts.len()]).collect();
            for length in 1..=lines.len() {
                let file = parse(&lines[..length].join("\n"));
                for path in paths {
                    assert_eq!(file.is_ignored(path), by_hand(&lines[..length], path), "{:?} {path}", &lines[..length]);
                }
            }
        }
    }
}

/// Numbers that are the same in every run.
fn numbers() -> impl FnMut(usize) -> usize {
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    move |below| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state >> 33).unwrap() % below
    }
}

#[test]
fn patterns_match_as_their_regular_expressions() {
    let mut number = numbers();
    let mut text =
        |alphabet: &[&str], length| (0..length).map(|_| alphabet[number(alphabet.len())]).collect::<String>();
    let mut matched = 0;
    for round in 0..1_500 {
        // An `x` in front keeps the patterns clear of the two forms that are compared without an expression.
        let mut pattern =
            format!("x{}*", text(&["a", "b", "/a", "*", "**", "/**/", "?", ".", "[ab]", "[^a]"], round % 9));
        while pattern.contains("***") {
            pattern = pattern.replace("***", "**");
        }
        let file = parse(&pattern);
        let cleaned = &file.patterns[0].cleaned;
        // In this order: what an earlier line puts in is not touched by a later one.
        let expression = cleaned
            .replace('.', "\\.")
            .replace("**/", "\u{1}")
            .replace("**", "\u{1}")
            .replace('*', "[^/]*")
            .replace('?', "[^/]");
        let expression = match expression.strip_suffix('\u{1}') {
            Some(front) => format!("^{front}.*$"),
            None => format!("^{expression}$"),
        };
        let expression = regex::Regex::new(&expression.replace('\u{1}', "(.*/)?")).unwrap();
        for _ in 0..20 {
            let path = format!("x{}", text(&["a", "b", "/a", "/b", ".", "ab"], round % 7));
            let mut parents = path.match_indices('/').map(|(at, _)| &path[..at]).chain([path.as_str()]);
            let expected = parents.any(|path| expression.is_match(path));
            matched += usize::from(expected);
            assert_eq!(file.is_ignored(&path), expected, "{pattern} {path} {expression}");
        }
    }
    assert!(matched > 4_000, "{matched}");
}

#[test]
fn a_folder_is_closed_only_where_nothing_below_is_kept() {
    let mut number = numbers();
    let mut closed = 0;
    let parts = ["a", "b", "*", "**", "a*", "?", "[^b]", "**/a"];
    let names = ["a", "b", "ab", "c"];
    for _ in 0..3_000 {
        let mut lines = vec![["*", "a", "**/b", "a/b"][number(4)].to_owned()];
        for _ in 0..=number(3) {
            let path: Vec<_> = (0..=number(3)).map(|_| parts[number(parts.len())]).collect();
            lines.push(format!("{}{}", ["!", "!", ""][number(3)], path.join("/")));
        }
        let file = parse(&lines.join("\n"));
        for folder in ["a", "b", "a/b", "ab", "b/a"] {
            if !file.ignores_all_below(folder) {
                continue;
            }
            closed += 1;
            for one in names {
                assert!(file.is_ignored(&format!("{folder}/{one}")), "{lines:?} {folder}/{one}");
                for other in names {
                    assert!(file.is_ignored(&format!("{folder}/{one}/{other}")), "{lines:?} {folder}/{one}/{other}");
                }
            }
        }
    }
    assert!(closed > 1_000, "{closed}");
}

#[test]
fn patterns_have_their_places() {
    let file = parse("\u{FEFF}# c\r\n  !./a/  \r\nb");
    let seen: Vec<_> = file
        .patterns
        .iter()
        .map(|pattern| (pattern.line, file.source.slice(pattern.span), pattern.negated, pattern.cleaned.as_str()))
        .collect();
    assert_eq!(seen, [(2, "!./a/", true, "a"), (3, "b", false, "b")]);
}

#[test]
fn what_the_builder_refuses_is_an_error() {
    let long = format!("{}\n", "a".repeat(64 * 1024));
    for (text, problem) in [
        ("!", Some(BadPattern::LoneExclamation)),
        ("!/", Some(BadPattern::LoneExclamation)),
        ("a\\", Some(BadPattern::TrailingBackslash)),
        ("a\\ ", Some(BadPattern::TrailingBackslash)),
        ("a\\/", Some(BadPattern::TrailingBackslash)),
        ("[", Some(BadPattern::Set)),
        ("a[]b", Some(BadPattern::Set)),
        ("[a-]", Some(BadPattern::Set)),
        ("[]a]", Some(BadPattern::Set)),
        ("[z-a]", Some(BadPattern::BackwardRange)),
        ("src\\main", Some(BadPattern::Escape)),
        (long.as_str(), Some(BadPattern::LineTooLong)),
        ("src\\xml", Some(BadPattern::Escape)),
        ("src\\public", Some(BadPattern::Escape)),
        ("\\1", Some(BadPattern::Escape)),
        ("[\\q]", Some(BadPattern::Escape)),
        ("[[:foo:]]", Some(BadPattern::Set)),
        ("\\z", None),
        ("\\x41", None),
        ("[\\x41]", None),
        ("\\pL", None),
        ("]", None),
        ("a\\\\", None),
        ("[^^]", None),
        (&long[1..], None),
    ] {
        let file = parse(&format!("x\n{text}\ny"));
        let seen = file.errors.first().map(|error| (error.problem, error.line, file.source.slice(error.span)));
        assert_eq!(seen, problem.map(|problem| (problem, 2, text.trim())));
        assert!(file.is_ignored("y"));
    }
}

#[test]
fn misleading_patterns_are_told() {
    for (text, expected) in [
        ("a\n!a", vec![]),
        ("!a\na", vec![(0, "!a", QuirkKind::UndoneException { by: 1 })]),
        ("!a/b.md\n*", vec![(0, "!a/b.md", QuirkKind::UndoneException { by: 1 })]),
        ("*\n!**/*.md\ndocs", vec![]),
        ("!**/*.md\n**", vec![(0, "!**/*.md", QuirkKind::UndoneException { by: 1 })]),
        ("*\n!src\nsrc/gen\n**/*.log", vec![]),
        ("foo # bar", vec![(0, "# bar", QuirkKind::TrailingComment)]),
        ("foo#bar", vec![]),
        ("  # bar", vec![(0, "# bar", QuirkKind::IndentedComment)]),
        ("\\#bar", vec![]),
        ("[!a]b", vec![(0, "[!", QuirkKind::BangSet)]),
        ("\\[!a]", vec![]),
        ("*.{js,ts}", vec![(0, "{js,ts}", QuirkKind::Braces)]),
        ("{{name}}", vec![]),
        ("a\\bin", vec![(0, "\\b", QuirkKind::BackslashPath)]),
        ("../x", vec![(0, "../x", QuirkKind::MatchesNothing)]),
        (".", vec![(0, ".", QuirkKind::MatchesNothing)]),
        ("./", vec![(0, "./", QuirkKind::MatchesNothing)]),
        ("a\nb\n/a/", vec![(2, "/a/", QuirkKind::Duplicate { of: 0 })]),
        ("*\n!a\n*.x\n!b", vec![]),
        ("a\n!a/b\na/c\na/*", vec![(1, "!a/b", QuirkKind::UndoneException { by: 3 })]),
    ] {
        let file = parse(text);
        let seen: Vec<_> =
            file.quirks().iter().map(|quirk| (quirk.pattern, file.source.slice(quirk.span), quirk.kind)).collect();
        assert_eq!(seen, expected, "{text:?}");
    }
}

/// Runs `work`, which must not take long even in a debug build on a busy machine.
fn quick<T>(work: impl FnOnce() -> T) -> T {
    let begun = Instant::now();
    let result = work();
    assert!(begun.elapsed() < Duration::from_secs(20), "took {:?}", begun.elapsed());
    result
}

#[test]
fn hostile_patterns_cost_no_more_than_their_length() {
    let path = format!("{}/b", "a".repeat(4000));
    for (pattern, ignored) in [
        ("*".repeat(10_000), true),
        ("*".repeat(10_001), true),
        ("**/".repeat(10_000), true),
        (format!("{}b", "**/".repeat(10_000)), true),
        (format!("{}c", "*a".repeat(10_000)), false),
        (format!("{}b", "**/a".repeat(5_000)), false),
        (format!("{}x", "?".repeat(10_000)), false),
        ("[a-z]*".repeat(5_000), false),
        (format!("*{}", "\\b*".repeat(10_000)), true),
        (format!("{}*", "^".repeat(10_000)), true),
    ] {
        let shown = &pattern[..6];
        assert_eq!(quick(|| parse(&pattern).is_ignored(&path)), ignored, "{shown}");
    }
}

#[test]
fn a_hundred_thousand_patterns_are_read_once() {
    const NUMBER: usize = 33_334;
    let mut text = String::new();
    for number in 0..NUMBER {
        write!(text, "dir{number}\n!**/keep{number}\nbuild{number}/**\n").unwrap();
    }
    quick(|| {
        let file = parse(&text);
        assert_eq!(file.patterns.len(), 3 * NUMBER);
        for number in 0..NUMBER {
            assert!(file.is_ignored(&format!("dir{number}/a/b")));
            assert!(!file.is_ignored(&format!("x/keep{number}/b")));
        }
        assert_eq!(file.quirks().len(), 0);
    });
}

fn is_script(path: impl AsRef<Path>) -> bool {
    path.as_ref().extension().is_some_and(|extension| extension == "sh")
}

fn memory(files: &[(&str, &str)]) -> Context {
    Context::from_files(files.iter().map(|(path, text)| (*path, *text, is_script(path))))
}

fn paths(context: &Context) -> Vec<&str> {
    context.listing().entries.iter().map(|entry| entry.path.as_str()).collect()
}

/// Writes the files and opens the same context on disk and in memory.
fn both(files: &[(&str, &str)], test: impl Fn(&Context)) {
    test(&memory(files));
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), files);
    test(&Context::open(&folder.path().join("Dockerfile"), None));
}

fn write(root: &Path, files: &[(&str, &str)]) {
    for (path, text) in files {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        #[cfg(unix)]
        if is_script(&path) {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        }
    }
}

#[test]
fn listings_hold_what_a_build_sends() {
    let files = [
        (".dockerignore", "node_modules\n**/*.log\ndocs\n!docs/api/*.md\n"),
        (".git/objects/ab/cd", "12345"),
        ("a-b", ""),
        ("a/b", "xyz"),
        ("a/x.log", ""),
        ("docs/api/one.md", "1"),
        ("docs/api/one.txt", "1"),
        ("node_modules/m/index.js", "1"),
        ("run.sh", "#!/bin/sh\n"),
    ];
    both(&files, |context| {
        assert_eq!(paths(context), [".dockerignore", ".git", "a", "a/b", "a-b", "docs/api/one.md", "run.sh"]);
        assert_eq!(context.listing().version_control, [".git"]);
        assert!(!context.listing().truncated && context.listing().unreadable.is_empty());
        let totals = context.totals();
        assert_eq!((totals.files, totals.bytes), (6, 42 + 5 + 3 + 1 + 10));
        let largest: Vec<_> = totals.largest.iter().map(|share| (share.path.as_str(), share.bytes)).collect();
        assert_eq!(largest, [(".dockerignore", 42), ("run.sh", 10), (".git/objects/ab", 5), ("a", 3), ("docs/api", 1)]);
    });
}

#[test]
fn questions_about_one_path() {
    let files = [
        (".dockerignore", "*\n!src/keep\n!run.sh\n"),
        ("run.sh", "#!/bin/sh\r\n"),
        ("src/drop/a", "1"),
        ("src/keep/a", "1"),
        ("other/a", "1"),
    ];
    both(&files, |context| {
        let script = context.metadata("./run.sh").unwrap();
        assert_eq!((script.kind, script.size, script.executable), (Kind::File, 11, true));
        assert!(!context.metadata("other/a").unwrap().executable || cfg!(not(unix)));
        assert_eq!(context.metadata("/src").map(|metadata| metadata.kind), Some(Kind::Folder));
        assert!(context.metadata("").unwrap().is_folder());
        assert!(context.exists("src/drop/a") && !context.exists("src/drop/b") && !context.exists("run.sh/x"));
        for (path, expected) in [
            (".", true),
            ("run.sh", true),
            ("src", true),
            ("src/keep", true),
            ("src/keep/a", true),
            ("src/drop", false),
            ("other", false),
            ("missing", false),
            ("../x", false),
        ] {
            assert_eq!(context.exists_after_ignore(path), expected, "{path}");
        }
        let source = context.file("run.sh").unwrap();
        assert_eq!(source.text(), "#!/bin/sh\r\n");
        assert_eq!(source.path(), context.root().join("run.sh"));
        assert!(context.file("src").is_none() && context.file("../run.sh").is_none());
    });
}

#[test]
fn copy_sources_are_found_as_go_matches_them() {
    let files = [("a/one.sh", ""), ("a/two.sh", ""), ("b/one.sh", ""), ("b/c/one.sh", ""), ("[x]", ""), ("-", "")];
    both(&files, |context| {
        for (pattern, expected) in [
            ("*/one.sh", vec!["a/one.sh", "b/one.sh"]),
            ("./a/*", vec!["a/one.sh", "a/two.sh"]),
            ("**/one.sh", vec!["a/one.sh", "b/one.sh"]),
            ("?", vec!["-", "a", "b"]),
            ("[!ab]", vec!["a", "b"]),
            ("[^ab]", vec!["-"]),
            ("[a-b]/[^t]*", vec!["a/one.sh", "b/c", "b/one.sh"]),
            ("\\[x\\]", vec!["[x]"]),
            ("b/c", vec!["b/c"]),
            ("*.py", vec![]),
            ("../*", vec![]),
        ] {
            assert_eq!(context.glob(pattern).unwrap(), expected, "{pattern}");
        }
        assert_eq!(context.glob("a/["), None);
        assert_eq!(context.glob("."), Some(vec![String::new()]));
    });
}

#[test]
fn the_specific_ignore_file_shadows_the_general() {
    let files = [("Dockerfile.dockerignore", "a"), (".dockerignore", "b"), (".containerignore", "c")];
    both(&files, |context| {
        let ignore = context.ignore();
        assert_eq!(ignore.place, Some(IgnorePlace::Specific));
        assert!(context.is_ignored("a") && !context.is_ignored("b"));
        let shadowed = [".dockerignore", ".containerignore"].map(|name| context.root().join(name));
        assert_eq!(ignore.shadowed, shadowed);
    });
    both(&files[1..], |context| assert_eq!(context.ignore().place, Some(IgnorePlace::Root)));
    both(&files[2..], |context| assert_eq!(context.ignore().place, Some(IgnorePlace::Podman)));
    both(&[("a", "")], |context| {
        assert!(context.ignore_file().is_none() && context.ignore().place.is_none());
    });
    both(&[(".dockerignore", "# nothing\n\n")], |context| {
        assert!(context.ignore_file().unwrap().is_blank());
    });
    let podman = memory(&files[1..]).with_dockerfile("Containerfile");
    assert_eq!(podman.ignore().place, Some(IgnorePlace::Podman));
    let elsewhere = memory(&[("docker/x.Dockerfile.dockerignore", "a"), (".dockerignore", "b")]);
    assert!(elsewhere.with_dockerfile("docker/x.Dockerfile").is_ignored("a"));
}

#[test]
fn the_specific_ignore_file_lies_next_to_the_dockerfile() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("docker/D.dockerignore", "x"), ("app/.dockerignore", "y"), ("app/x", "")]);
    let context = Context::open(&folder.path().join("docker/D"), Some(&folder.path().join("app")));
    assert_eq!(context.ignore().place, Some(IgnorePlace::Specific));
    assert_eq!(paths(&context), [".dockerignore"]);
}

#[test]
fn git_ignores_what_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let files =
        [(".gitignore", "dist\n*.key\n!sample.key\nsecrets/\n"), ("app/.gitignore", "/target/\n"), ("app/a", "")];
    write(folder.path(), &files);
    std::fs::create_dir(folder.path().join(".git")).unwrap();
    let root = folder.path().join("app");
    let context = Context::open(&root.join("Dockerfile"), None);
    for made in ["dist", "dist/app.js", "tls.key", "certs/tls.key", "target/*.jar", "secrets"] {
        assert!(context.is_generated(made), "{made}");
    }
    for kept in ["src/target/a", "sample.key", "b", "../dist"] {
        assert!(!context.is_generated(kept), "{kept}");
    }
}

#[test]
fn git_attributes_may_promise_line_ends() {
    let files = [
        (
            ".gitattributes",
            "* text=auto\n*.sh text eol=lf\n/bin/* eol=lf\n*.bat eol=crlf\n*.raw.sh -text\n# *.x eol=lf\n",
        ),
        ("win/.gitattributes", "*.sh eol=crlf\n"),
    ];
    both(&files, |context| {
        for (path, expected) in [
            ("run.sh", true),
            ("a/b/run.sh", true),
            ("bin/tool", true),
            ("bin/a/tool", false),
            ("run.bat", false),
            ("x.raw.sh", false),
            ("win/run.sh", false),
            ("a.x", false),
            ("a.txt", false),
        ] {
            assert_eq!(context.has_unix_line_ends(path), expected, "{path}");
        }
    });
}

#[test]
fn a_missing_root_answers_nothing() {
    let context = Context::open(Path::new("no/such/folder/Dockerfile"), None);
    assert!(!context.is_known());
    assert!(!context.exists("") && context.file("a").is_none() && context.listing().entries.is_empty());
    assert_eq!(context.root(), Path::new("no/such/folder"));
    assert_eq!(Context::open(Path::new("Cargo.toml"), Some(Path::new("."))).root(), Path::new(""));
    assert!(Context::open(Path::new("Cargo.toml"), None).exists("src/lib.rs"));
}

#[test]
fn contexts_are_shared_between_threads() {
    let context = memory(&[("a", "1")]);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| assert_eq!(context.totals().files, 1));
        }
    });
}

#[test]
fn a_folder_that_is_left_out_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[(".dockerignore", "big\n!keep/*\n!*.md\n"), ("big/a", "1"), ("keep/a", "1")]);
    // A name that is no text cannot be entered, and so it shows whether the folder around it was.
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt;
        for parent in ["big", "keep"] {
            let name = std::ffi::OsStr::from_bytes(b"\xFF");
            fs::create_dir(folder.path().join(parent).join(name)).unwrap();
        }
        let context = Context::open(&folder.path().join("Dockerfile"), None);
        assert_eq!(context.listing().unreadable, ["keep/\u{FFFD}"]);
    }
}

#[cfg(unix)]
#[test]
fn links_do_not_lead_out_of_the_context() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("secret", "s"), ("out/.dockerignore", "*"), ("app/src/run.sh", "r")]);
    let app = folder.path().join("app");
    symlink("../secret", app.join("secret")).unwrap();
    symlink("..", app.join("up")).unwrap();
    symlink("../out/.dockerignore", app.join(".dockerignore")).unwrap();
    symlink("loop", app.join("loop")).unwrap();
    symlink(".", app.join("self")).unwrap();
    symlink("src", app.join("code")).unwrap();
    symlink("missing", app.join("broken")).unwrap();
    let context = Context::open(&app.join("Dockerfile"), None);
    for outside in ["secret", "up/secret", "up/out/.dockerignore", ".dockerignore", "loop", "broken"] {
        assert!(context.file(outside).is_none(), "{outside}");
    }
    assert!(!context.exists("up/secret") && context.glob("up/*").unwrap().is_empty());
    for link in ["secret", "up", "loop", "broken"] {
        assert_eq!(context.metadata(link).map(|metadata| metadata.kind), Some(Kind::Link), "{link}");
    }
    assert!(context.ignore_file().is_none());
    assert_eq!(context.ignore().unreadable, [app.join(".dockerignore")]);
    assert_eq!(context.file("code/run.sh").unwrap().text(), "r");
    assert_eq!(context.glob("code/*").unwrap(), ["code/run.sh"]);
    assert_eq!(context.glob("self/self/c*").unwrap(), ["self/self/code"]);
    assert_eq!(
        paths(&context),
        [".dockerignore", "broken", "code", "loop", "secret", "self", "src", "src/run.sh", "up"]
    );
}

#[cfg(unix)]
#[test]
fn what_cannot_be_read_hides_nothing_else() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("locked/a", ""), ("open/b", ""), ("large.sh", &"x".repeat((1 << 20) + 1))]);
    let locked = folder.path().join("locked");
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).unwrap();
    // The superuser reads it all the same.
    let readable = fs::read_dir(&locked).is_ok();
    let context = Context::open(&folder.path().join("Dockerfile"), None);
    assert!(paths(&context).contains(&"open/b"));
    assert_eq!(context.listing().unreadable.is_empty(), readable);
    assert!(context.file("large.sh").is_none());
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o755)).unwrap();
    let pipe = std::process::Command::new("mkfifo").arg(folder.path().join("pipe")).status();
    if pipe.is_ok_and(|status| status.success()) {
        let context = Context::open(&folder.path().join("Dockerfile"), None);
        assert!(context.file("pipe").is_none());
        assert_eq!(context.metadata("pipe").map(|metadata| metadata.kind), Some(Kind::Other));
    }
}

#[test]
fn a_huge_context_is_cut_short() {
    let files = (0..210_000).map(|number| (format!("m/{}/{number}", number % 100), "", false));
    let context = Context::from_files(files);
    quick(|| {
        assert!(context.listing().truncated && context.totals().truncated);
        assert!(context.listing().entries.len() <= 200_000);
        assert!(context.exists_after_ignore("m"));
    });
}
