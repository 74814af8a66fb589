//! Shell text in, commands out.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fmt::Write as _;

use lotse::shell::{self, Command, Dialect, Joint, Script, Word};
use lotse::source::Span;

/// One line per command: marks, wrappers, assignments, words, redirections; words as their text.
fn outline(script: &Script) -> String {
    let mut lines = String::new();
    for command in &script.commands {
        writeln!(lines, "{}", line(command)).unwrap();
    }
    lines
}

fn line(command: &Command) -> String {
    let mut parts = vec![
        match command.joined_by {
            Joint::First => "-",
            Joint::And => "&&",
            Joint::Or => "||",
            Joint::Sequence => ";",
            Joint::Pipe => "|",
        }
        .to_owned(),
    ];
    let mut mark = |on: bool, mark: &str| {
        if on {
            parts.push(format!("@{mark}"));
        }
    };
    mark(command.negated, "negated");
    mark(command.guarded, "guarded");
    mark(command.background, "background");
    mark(command.subshell && !command.substitution, "subshell");
    mark(command.substitution, "substitution");
    mark(command.conditional, "conditional");
    if let Some(other) = command.or_else {
        mark(true, &format!("else{other}"));
    }
    if let Some((pipeline, stage)) = command.pipeline {
        mark(true, &format!("pipe{pipeline}.{stage}"));
    }
    if let Some(around) = command.in_loop {
        mark(true, &format!("loop{around}"));
    }
    if let Some(around) = command.in_function {
        mark(true, &format!("function{around}"));
    }
    for wrapper in &command.wrappers {
        let words: Vec<_> = wrapper.words.iter().map(|word| &*word.text).collect();
        parts.push(format!("<{}>", words.join(" ")));
    }
    for assignment in &command.assignments {
        let value = assignment.value.as_ref().map_or("", |value| &value.text);
        parts.push(format!("{}{}={value}", if assignment.exported { "+" } else { "" }, assignment.name));
    }
    parts.extend(command.words.iter().map(|word| word.text.to_string()));
    for redirect in &command.redirects {
        let descriptor = redirect.descriptor.map_or(String::new(), |descriptor| descriptor.to_string());
        let target = redirect.target.as_ref().map_or("", |target| &target.text);
        parts.push(format!("{descriptor}{:?}:{target}", redirect.kind));
    }
    parts.join(" ")
}

fn bash(text: &str) -> Script {
    shell::parse(text, 0, Dialect::Bash)
}

fn shows(text: &str, expected: &[&str]) {
    let found = outline(&bash(text));
    assert_eq!(found.lines().collect::<Vec<_>>(), expected, "{text}");
}

/// The file's text at each command: places are right where this reads as the source does.
fn slices(text: &str) -> Vec<&str> {
    bash(text).commands.iter().map(|command| &text[command.span.range()]).collect()
}

#[test]
fn lists_and_what_catches_a_failure() {
    shows("a; b & c", &["- a", "; @background b", "; c"]);
    shows("a && b || c", &["- @guarded @else2 a", "&& @guarded @else2 b", "|| c"]);
    shows("a || b && c", &["- @guarded @else1 a", "|| b", "&& c"]);
    shows("a || b || c", &["- @guarded @else1 a", "|| @guarded @else2 b", "|| c"]);
    shows("a || { b; c; }", &["- @guarded a", "- b", "; c"]);
    shows("a && (b || c)", &["- a", "- @guarded @subshell @else2 b", "|| @subshell c"]);
    shows("{ a; b; } || c", &["- @guarded a", "; @guarded b", "|| c"]);
    shows("! a", &["- @negated @guarded a"]);
    shows("! { a; }", &["- @guarded a"]);
    shows("a\nb", &["- a", "; b"]);
}

#[test]
fn pipelines() {
    shows("a | b && c", &["- @pipe0.0 a", "| @pipe0.1 b", "&& c"]);
    shows("! a | b", &["- @negated @guarded @pipe0.0 a", "| @negated @guarded @pipe0.1 b"]);
    shows("a | b || c", &["- @guarded @else2 @pipe0.0 a", "| @guarded @else2 @pipe0.1 b", "|| c"]);
    shows("a || b | c", &["- @guarded @else1 a", "|| @pipe0.0 b", "| @pipe0.1 c"]);
    shows("a |& (b)", &["- @pipe0.0 a", "- @subshell b"]);
    let script = bash("x; a 1 | { b; } | c 2 ; d");
    let [pipeline] = &script.pipelines[..] else { panic!("{script:?}") };
    assert_eq!(pipeline.stages, [Some(1), None, Some(3)]);
    assert_eq!((pipeline.span, pipeline.pipe), (Span::new(3, 21), Span::new(7, 8)));
    assert!(!pipeline.guarded);
    assert!(bash("if a | b; then c; fi").pipelines[0].guarded);
    assert!(bash("a | b || true").pipelines[0].guarded);
}

#[test]
fn compound_commands() {
    shows(
        "if a; then b; elif c; then d; else e; fi",
        &[
            "- @guarded @conditional a", "- @conditional b", "- @guarded @conditional c", "- @conditional d",
            "- @conditional e",
        ],
    );
    shows(
        "case $(a) in x) b;; *) c; d;; esac",
        &["- @substitution @conditional a", "- @conditional b", "- @conditional c", "; @conditional d"],
    );
    shows("while a; do b; done", &["- @guarded @conditional @loop0 a", "- @conditional @loop0 b"]);
    shows(
        "for i in $(a); do for j in x; do b; done; c; done",
        &["- @substitution a", "- @conditional @loop1 b", "; @conditional @loop0 c"],
    );
    shows("f() { a; }; f", &["- @conditional @function0 a", "; f"]);
    shows("[[ -f x && $a == b* ]] || exit 1", &["- @guarded @else1 [[ -f x && $a == b* ]]", "|| exit 1"]);
    shows("(( $(a) > 1 ))", &["- @substitution a"]);
    shows("{ a; } > x 2>$(b)", &["- a", "- @substitution b"]);
    let script = bash("until a b; do c; d; done; f() { g; h; }");
    assert_eq!((script.loops[0].condition.clone(), script.loops[0].body.clone()), (0..1, 1..3));
    assert_eq!(script.loops[0].keyword, Span::new(0, 5));
    assert_eq!((&*script.functions[0].name, script.functions[0].body.clone()), ("f", 3..5));
}

#[test]
fn simple_commands() {
    shows("A=1 B= c d", &["- +A=1 +B= c d"]);
    shows("A=1", &["- A=1"]);
    shows("export A=1 B", &["- +A=1 export B"]);
    shows("local x=$(a)", &["- x=$(a) local", "- @substitution a"]);
    shows("declare -x y=2", &["- +y=2 declare -x"]);
    shows("X=1 exit 3", &["- +X=1 exit 3"]);
    shows(
        "a > f 2>&1 < g >> h &> i <<< j 2>|k",
        &["- a Write:f 2Duplicate:1 Read:g Append:h Both:i HereString:j 2Write:k"],
    );
    shows("> f", &["- Write:f"]);
    shows("cat <<EOF > f\n$(x)\nEOF\nb", &["- cat Heredoc:EOF Write:f", "- @substitution x", "; b"]);
    shows(
        "echo `a b` \"$(c)\" <(d)",
        &["- echo `a b` $(c) <(d)", "- @substitution a b", "- @substitution c", "- @substitution d"],
    );
    shows(
        "echo ${X:-$(a)} $((1 + $(b)))",
        &["- echo ${X:-$(a)} $((1 + $(b)))", "- @substitution a", "- @substitution b"],
    );
}

#[test]
fn wrappers() {
    shows("sudo -u root -E A=1 apt-get install", &["- <sudo -u root -E> +A=1 apt-get install"]);
    shows("sudo -uroot apt", &["- <sudo -uroot> apt"]);
    shows("sudo -l", &["- sudo -l"]);
    shows("env -i A=1 B=2 /usr/bin/make all", &["- <env -i> +A=1 +B=2 /usr/bin/make all"]);
    shows("env A=1", &["- env A=1"]);
    shows("exec su-exec app env X=y node", &["- <exec> <su-exec app> <env> +X=y node"]);
    shows("exec > log", &["- exec Write:log"]);
    shows("timeout -k 5 10 curl x", &["- <timeout -k 5 10> curl x"]);
    shows("find . | xargs -r -n 1 -- rm -f", &["- @pipe0.0 find .", "| @pipe0.1 <xargs -r -n 1 --> rm -f"]);
    shows("command -v curl", &["- command -v curl"]);
    shows("command curl", &["- <command> curl"]);
    shows("time -p a | b", &["- @pipe0.0 <time> a", "| @pipe0.1 b"]);
    shows("nice -n 5 nohup setsid a &", &["- @background <nice -n 5> <nohup> <setsid> a"]);
    shows("/sbin/tini -g -- gosu app:app /run.sh", &["- </sbin/tini -g --> <gosu app:app> /run.sh"]);
    assert_eq!(bash("/usr/bin/sudo a").commands[0].wrappers[0].name.as_ref(), "sudo");
}

#[test]
fn inner_scripts() {
    shows("sh -c 'a && b'; c", &["- <sh -c> a", "&& <sh -c> b", "; c"]);
    shows("x && bash -lc \"a $B\"", &["- x", "&& <bash -lc> a $B"]);
    shows(
        "sudo bash -o pipefail -c 'a | b' > f",
        &["- @pipe0.0 <sudo> <bash -o pipefail -c> a Write:f", "| @pipe0.1 <sudo> <bash -o pipefail -c> b Write:f"],
    );
    shows("sh -c 'a' | b", &["- @pipe0.0 <sh -c> a", "| @pipe0.1 b"]);
    shows("su - app -c 'a b'", &["- <su - app -c> a b"]);
    shows("eval 'a; b'", &["- <eval> a", "; <eval> b"]);
    shows("sh -c \"a \\\"b\\\"\"", &["- sh -c a \"b\""]);
    shows("sh script.sh -c x", &["- sh script.sh -c x"]);
    shows("sh -c 'bash -c \"a\" || b'", &["- @guarded @else1 <sh -c> <bash -c> a", "|| <sh -c> b"]);
    shows("sh -c 'a' || b", &["- @guarded @else1 <sh -c> a", "|| b"]);
    let text = "x; sh -c 'foo bar | baz'";
    assert_eq!(slices(text), ["x", "foo bar", "baz"]);
    assert_eq!(shell::parse(text, 100, Dialect::Bash).commands[1].span, Span::new(110, 117));
}

/// What a scan for the closing byte would get wrong.
#[test]
fn substitutions_end_where_the_grammar_says() {
    shows(
        "a $(case x in (y) b ;; z) c;; esac) d",
        &[
            "- a $(case x in (y) b ;; z) c;; esac) d", "- @substitution @conditional b",
            "- @substitution @conditional c",
        ],
    );
    for text in ["a $(b # it's )\n) c", "a $(b <<E\n)\"\nE\n) c"] {
        let script = bash(text);
        let words: Vec<_> = script.commands[0].words.iter().map(|word| &*word.text).collect();
        assert_eq!(words, ["a", &text[2..text.len() - 2], "c"]);
        assert!(script.broken.is_none() && script.commands.len() == 2, "{script:?}");
    }
    shows("a \"$(b \"c)\" d)\" e", &["- a $(b \"c)\" d) e", "- @substitution b c) d"]);
    shows("a $((1+(2))) $((b) | c)", &["- a $((1+(2))) $((b) | c)", "- @substitution b", "| @substitution @pipe0.1 c"]);
    shows("a \"${b#'\"'}\" c", &["- a ${b#'\"'} c"]);
    shows("a \"${b:-it's}\" c", &["- a ${b:-it's} c"]);
    shows("a `b \\`c\\` d` e", &["- a `b \\`c\\` d` e", "- @substitution b `c` d"]);
}

#[test]
fn grammar_of_bash() {
    shows("a=(b $(c)\n'd)' # e)\n) f", &["- +a= f", "- @substitution c"]);
    shows("a[1]+=b; c[$x]=d", &["- a=b", "; c=d"]);
    shows("[[ a =~ ^(b|c) d*$ ]] && e", &["- [[ a =~ ^(b|c) d*$ ]]", "&& e"]);
    shows("[[ a < b || ! ( -f c ) ]]", &["- [[ a < b || ! ( -f c ) ]]"]);
    shows("case a in b|c) d ;& e) f ;;& *) ;; esac", &["- @conditional d", "- @conditional f"]);
    shows("case a in\n@(b|c)) d\nesac", &["- @conditional d"]);
    shows("for ((i = 0; i < $(a); i++)); do b; done", &["- @substitution a", "- @conditional @loop0 b"]);
    shows("for i; do a; done; for i in b c # d\ndo e; done", &["- @conditional @loop0 a", "- @conditional @loop1 e"]);
    shows("for i in a b; { c; }", &["- @conditional @loop0 c"]);
    shows(
        "function f { a; } > b; function g() (c)",
        &["- @conditional @function0 a", "- @subshell @conditional @function1 c"],
    );
    shows("coproc a b; coproc n { c; }", &["- @background a b", "- @background c"]);
    shows("a &>> b >& c 3>&1 4<&- <> d", &["- a Both:b Both:c 3Duplicate:1 4Duplicate:- Read:d"]);
    shows("cat <<-A <<'B'\n\tx $(a)\n\tA\n$(b)\nB\nc", &["- cat Heredoc:A Heredoc:B", "- @substitution a", "; c"]);
    shows("a <<E | b\nx\nE\nc", &["- @pipe0.0 a Heredoc:E", "| @pipe0.1 b", "; c"]);
    shows("if a\nthen b # c\nfi\\\n;d", &["- @guarded @conditional a", "- @conditional b", "; d"]);
    shows("a && # b\n\n c ||\nd", &["- @guarded @else2 a", "&& @guarded @else2 c", "|| d"]);
    shows("echo if then } fi", &["- echo if then } fi"]);
    shows("time -f %e a", &["- <time -f %e> a"]);
    shows("((a)) && b", &["&& b"]);
    shows("((a) | b)", &["- @subshell a", "| @subshell @pipe0.1 b"]);
}

#[test]
fn places() {
    assert_eq!(slices("  a b  && c  | d;e"), ["a b", "c", "d", "e"]);
    assert_eq!(slices("A=1 b > c  # d"), ["A=1 b > c"]);
    assert_eq!(slices("a \"\\\"é\\\" $(b c)\" `d  e`"), ["a \"\\\"é\\\" $(b c)\" `d  e`", "b c", "d  e"]);
    assert_eq!(slices("A=1   exit 3"), ["A=1   exit 3"]);
    let script = bash("a # one\n# two\nb");
    let comments: Vec<_> = script.comments.iter().map(|span| (span.start, span.end)).collect();
    assert_eq!(comments, [(2, 7), (8, 13)]);
    let script = shell::parse("a && b\nif c; then d; fi &\nf() { e; }\ng | h; i", 10, Dialect::Posix);
    let statements: Vec<_> = script
        .statements
        .iter()
        .map(|it| format!("{:?} {}..{} {:?} {}", it.form, it.span.start, it.span.end, it.commands, it.background))
        .collect();
    assert_eq!(
        statements,
        [
            "List 10..16 0..2 false", "Compound 17..33 2..4 true", "Function 36..46 4..5 false",
            "Simple 47..52 5..7 false", "Simple 54..55 7..8 false",
        ]
    );
}

/// The second word of the text.
fn word(text: &str) -> Word {
    bash(&format!("x {text}")).commands[0].words[1].clone()
}

#[test]
fn values_of_words() {
    for (text, literal) in [
        ("a'b c'd", Some("ab cd")),
        ("\"a \\\" \\$x \\n\"", Some("a \" $x \\n")),
        ("a\\ b", Some("a b")),
        ("$'a\\tb\\x41\\101\\u00e9'", Some("a\tbAAé")),
        ("a\\\nb", Some("ab")),
        ("\"a\\\nb\"", Some("ab")),
        ("''", Some("")),
        ("'*'", Some("*")),
        ("\\*", Some("*")),
        ("a=b", Some("a=b")),
        ("$", Some("$")),
        ("*.txt", None),
        ("[ab]", None),
        ("~/x", None),
        ("{a,b}", None),
        ("$HOME", None),
        ("$(x)", None),
    ] {
        assert_eq!(word(text).literal.as_deref(), literal, "{text}");
    }
    assert_eq!(&*word("\"$HOME\"/'b in'").text, "$HOME/b in");
    assert_eq!(&*word("lib\"$(uname -m)\"").text, "lib$(uname -m)");
    assert!(word("\"a\"b").quoted && !word("ab").quoted);
    assert!(word("a*").glob && !word("'a*'").glob && !word("a]").glob);
    assert!(word("$((1))").substitution && word("`x`").substitution && word("<(x)").substitution);
    assert!(!word("$x").substitution && !word("'$(x)'").substitution);
    let braces = shell::parse("x {a,b}", 0, Dialect::Posix);
    assert!(braces.commands[0].words[1].is("{a,b}"));
}

#[test]
fn parameters_of_words() {
    let show = |text: &str| {
        let source = format!("x {text}");
        let found = word(text);
        let expansions = found.expansions.iter().map(|it| {
            let quoted = if it.quoted { " quoted" } else { "" };
            let defaulted = if it.defaulted { " defaulted" } else { "" };
            format!("{} {}{quoted}{defaulted}", it.name, &source[it.span.range()])
        });
        expansions.collect::<Vec<_>>().join(", ")
    };
    assert_eq!(show("$A/\"${B}\""), "A $A, B ${B} quoted");
    assert_eq!(show("\"\\\"a\\\" $X\""), "X $X quoted");
    assert_eq!(show("${A:-$B}${C}"), "A ${A:-$B} defaulted, B $B, C ${C}");
    assert_eq!(
        show("${A-x}${A:=x}${A+x}${A:?x}"),
        "A ${A-x} defaulted, A ${A:=x} defaulted, A ${A+x} defaulted, A ${A:?x} defaulted"
    );
    assert_eq!(
        show("${A%.*}${#B}${!C}${D[0]}${E:1:2}${F/x/$G}"),
        "A ${A%.*}, B ${#B}, C ${!C}, D ${D[0]}, E ${E:1:2}, F ${F/x/$G}, G $G"
    );
    assert_eq!(show("$@$1${10}$?$$"), "@ $@, 1 $1, 10 ${10}, ? $?, $ $$");
    assert_eq!(show("'$A'\\$B"), "");
    assert_eq!(show("$((A + $B))"), "B $B quoted");
}

#[test]
fn options_that_the_text_sets() {
    let before = |text: &str| {
        let script = bash(text);
        let index = script.commands.iter().position(|it| it.words.iter().any(|word| word.is("here"))).unwrap();
        (script.errexit_before(index), script.pipefail_before(index))
    };
    assert_eq!(before("here"), (false, false));
    assert_eq!(before("set -e; here"), (true, false));
    assert_eq!(before("set -euo pipefail && here"), (true, true));
    assert_eq!(before("set -o pipefail; set -o errexit; here | b"), (true, true));
    assert_eq!(before("set -e; set +e; here"), (false, false));
    assert_eq!(before("(set -e); here"), (false, false));
    assert_eq!(before("if a; then set -e; fi; here"), (false, false));
    assert_eq!(before("set -e; (here)"), (true, false));
    assert_eq!(before("set -e; sh -c 'here'"), (false, false));
    assert_eq!(before("bash -eo pipefail -c 'x; here'"), (true, true));
    assert_eq!(before("here; set -e"), (false, false));
    assert_eq!(before("set -- -e; here"), (false, false));
    assert_eq!(before("f() { set -e; }; here"), (false, false));
}

#[test]
fn dialects() {
    for (words, dialect) in [
        (&["/bin/sh", "-c"][..], Dialect::Posix),
        (&["/bin/bash", "-eo", "pipefail", "-c"], Dialect::Bash),
        (&["bash"], Dialect::Bash),
        (&["/bin/ash", "-c"], Dialect::Ash),
        (&["busybox", "sh", "-c"], Dialect::Ash),
        (&["/bin/dash"], Dialect::Posix),
        (&["/usr/bin/env", "bash"], Dialect::Bash),
        (&["/usr/bin/env", "-S", "bash", "-e"], Dialect::Bash),
        (&["/usr/bin/env", "A=b", "zsh"], Dialect::Zsh),
        (&["cmd", "/S", "/C"], Dialect::Cmd),
        (&["C:\\Windows\\System32\\cmd.exe", "/c"], Dialect::Cmd),
        (&["powershell", "-Command"], Dialect::PowerShell),
        (&["pwsh.exe"], Dialect::PowerShell),
        (&["/usr/bin/python3"], Dialect::Other),
        (&["mksh"], Dialect::Ksh),
        (&[], Dialect::Other),
    ] {
        assert_eq!(shell::dialect_of(words), dialect, "{words:?}");
    }
    let options = shell::options_of(&["/bin/bash", "-eo", "pipefail", "-c"]);
    assert!(options.errexit && options.pipefail && !options.nounset);
    assert_eq!(shell::options_of(&["/bin/sh", "-c"]), shell::Options::default());
    let (span, dialect, options) = shell::shebang("#! /usr/bin/env -S bash -eu\necho").unwrap();
    assert_eq!((span, dialect), (Span::new(0, 27), Dialect::Bash));
    assert!(options.errexit && options.nounset);
    assert!(shell::shebang("echo\n#!/bin/sh").is_none());
    assert!(shell::parse("a; b", 0, Dialect::PowerShell).commands.is_empty());
}

#[test]
fn masking_keeps_length_and_joins_lines() {
    for (text, expected) in [
        ("a b", "a b"),
        ("a \\\n  b", "a     b"),
        ("a \\  \n  b", "a       b"),
        ("a \\\r\n  b", "a      b"),
        ("apt-\\\nget", "apt-\\\nget"),
        ("apt-\\\n get", "apt-   get"),
        ("a && \\\n# note\n\n  \n b", "a &&               b"),
        ("a && \\\n   # note \\\n b", "a &&                b"),
        ("a \\\\\nb", "a \\\\\nb"),
        ("a \\", "a  "),
        ("a\\\n\\\nb", "a\\\n\\\nb"),
        ("cat <<E\nx \\\n# y\nE", "cat <<E\nx \\\n# y\nE"),
        ("é \\\n# ü\nx", "é        x"),
        ("a\\\n# b\nd", "a\\\n\\\n\\\nd"),
        ("a\\\n#b\nc", "a     c"),
    ] {
        let span = Span::new(2, u32::try_from(text.len()).unwrap() + 2);
        let masked = shell::mask(&format!("R {text}")[..], span, b'\\').into_owned();
        assert_eq!(masked.len(), text.len(), "{text:?}");
        assert_eq!(masked, expected, "{text:?}");
    }
    assert_eq!(shell::mask("a-`\nb", Span::new(0, 5), b'`'), "a-\\\nb");
    assert_eq!(shell::mask("a \\\nb", Span::new(0, 5), b'`'), "a \\\nb");
    assert_eq!(shell::mask("a", Span::new(0, 9), b'\\'), "");
}

#[test]
fn broken_text_says_where() {
    for text in [
        "if a; then", "echo \"foo", "a | ; b", "(a", "a $(b", "case x in", "a && && b", "a )", "fi", "a;; b", "{ a; ",
        "while a; done", "if; then a; fi", "()", "f()", "a >", "'", "a `b", "${a", "[[ a", "a (b)", "for", "x=(",
        "; a",
    ] {
        let script = bash(text);
        let broken = script.broken.unwrap_or_else(|| panic!("{text}"));
        assert!(broken.span.end as usize <= text.len() && !broken.message.is_empty(), "{text}");
    }
    assert!(bash("a; b").broken.is_none());
    let at = |text: &str| bash(text).broken.map(|broken| broken.span.range());
    assert_eq!(at("a; if b; then c"), Some(3..4));
    assert_eq!(at("a 'b"), Some(2..3));
    assert_eq!(outline(&bash("a ) && b; c")).lines().last(), Some("; c"));
}

/// Runs on a small stack, as a thread of a pool would, and fails where it takes long.
fn survives(name: &str, text: String) {
    let start = std::time::Instant::now();
    std::thread::Builder::new()
        .stack_size(2 << 20)
        .spawn(move || {
            let script = bash(&text);
            for command in &script.commands {
                assert!(command.span.end as usize <= text.len());
            }
        })
        .unwrap()
        .join()
        .unwrap();
    assert!(start.elapsed().as_secs() < 10, "{name} took {:?}", start.elapsed());
}

#[test]
fn hostile_nesting() {
    const DEEP: usize = 10_000;
    for (open, close) in [
        ("$(", ")"),
        ("(", ")"),
        ("{ ", " }"),
        ("if ", "; then a; fi"),
        ("\"$(", ")\""),
        ("`", "`"),
        ("${a:-", "}"),
        ("\"${a:-", "}\""),
        ("$((", "))"),
        ("((", "))"),
        ("{a,", "}"),
        ("while ", "; do a; done"),
        ("case a in a) ", ";; esac"),
        ("f() { ", "; }"),
        ("f() ", ""),
        ("[[ ( ", " ) ]]"),
        ("[[ ! ", " ]]"),
        ("a[", "]"),
        ("a[$(", ")]"),
        ("$[", "]"),
        ("a=( ", " )"),
        ("@(", ")"),
        ("<(", ")"),
        ("! ", ""),
        ("time ", ""),
        ("coproc ", ""),
        ("! time coproc ", ""),
        ("time\n", ""),
        ("coproc a ", ""),
        ("sudo ", ""),
        ("${a/", "}"),
        ("${a#", "}"),
        ("cat <<a\n", "\na\n"),
        ("<<a ", ""),
        ("elif a; then b; ", ""),
        ("then ", ""),
        ("$((-", "))"),
        ("$((1?1:", "))"),
        ("function a ", ""),
        ("do ", "done "),
    ] {
        for times in [60, DEEP] {
            survives(open, open.repeat(times));
            survives(open, format!("{}a{}", open.repeat(times), close.repeat(times)));
        }
    }
}

#[test]
fn hostile_length() {
    const BYTES: usize = 1 << 15;
    for piece in [
        ";", "a;", "|", "a|", "&&", "a&&", "a||", "&", "x ", "$a", "\\", "\\\n", "\0", "*", "[", "a=", "> ", ">a ",
        "#\n", "\n", "{1..2}", "é", "a\"b\"", "$(a) ", "$(a)", "`a` ", "${a} ", "${a:-b} ", "$((1)) ", "\"$(a)\"",
        "a\n", "a && b\n", "\"\\\"\" ", "'", "\"", "$'", "(a);", "{ a; };", "if a; then b; fi\n", "a 'b;c' | d\n",
        "export a=b ", "cat <<a\na\n", "set -e;", "~", "=", "(a)|", "sh -c a;", "sh -c 'a;a' ", "$(a)\n",
        "${a:-$(b)}\n", "[[ a ]] && ", "a=(b) ", "((1))\n", "<(a) ",
    ] {
        survives(piece, piece.repeat(BYTES / piece.len() - 1));
    }
    survives("one word", "x".repeat(10 << 20));
    survives("one argument", format!("echo {}", "x".repeat(1_000_000)));
    survives("one string", format!("echo '{}'", "x ".repeat(500_000)));
    survives("escapes", format!("echo \"{}\"", "\\\"".repeat(500_000)));
    survives("inner", format!("sudo {} sh -c '{}'", "-E ".repeat(10_000), "a;".repeat(10_000)));
}

const PIECES: &[&str] = &[
    "a", " ", "\n", ";", "&", "|", "(", ")", "{ ", " }", " if ", " then ", " else ", " fi", " case ", " in ", " esac",
    ";;", " do ", " done", " for ", " while ", "'", "\"", "`", "$(", "${", "}", "$((", "))", "<<E", "\nE\n", "é", "\\",
    "#", "[[ ", " ]]", "=", "x=(", "<(", ">", "&>", "[", "]", " time ", "! ", " function ", " coproc ", "~", "*", "$'",
    "$x", "2>&1", "sh -c '", "sudo ", "{a,b}", "\\\n", "set -e", "=~",
];

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]

    /// Whatever the text, each place is one of its own, on the boundaries of characters, and each index is one of a command.
    #[test]
    fn any_text_has_places(pieces in proptest::collection::vec(0..PIECES.len(), 0..60)) {
        let text: String = pieces.iter().map(|piece| PIECES[*piece]).collect();
        let script = bash(&text);
        let count = script.commands.len();
        for command in &script.commands {
            assert!(text.get(command.span.range()).is_some());
            for word in &command.words {
                assert!(text.get(word.span.range()).is_some() && command.span.encloses(word.span));
                assert!(word.expansions.iter().all(|found| text.get(found.span.range()).is_some()));
            }
            assert!(command.redirects.iter().all(|found| found.body.is_none_or(|body| text.get(body.range()).is_some())));
            assert!(command.or_else.is_none_or(|index| index < count));
            assert!(command.pipeline.is_none_or(|(index, stage)| stage < script.pipelines[index].stages.len()));
        }
        assert!(script.statements.iter().all(|it| text.get(it.span.range()).is_some() && it.commands.end <= count));
        assert!(script.comments.iter().all(|comment| text[comment.range()].starts_with('#')));
        assert!(script.loops.iter().all(|it| text.get(it.span.range()).is_some() && it.body.end <= count));
        assert!(script.broken.is_none_or(|broken| text.get(broken.span.range()).is_some()));
    }
}
