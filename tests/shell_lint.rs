//! Shell text in, ShellCheck's findings out.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::HashSet;

use lotse::diagnostic::{Safety, Severity};
use lotse::shell::{self, Dialect, Finding, Host, Known, Options};

/// What is found and not meant.
fn lint(text: &str, dialect: Dialect, known: &Known) -> Vec<Finding> {
    let mut found = shell::lint(text, 0, dialect, known);
    found.retain(|finding| !finding.meant);
    found
}

/// `2086 $x` for each finding: its code and the text it points at.
fn shown(text: &str, dialect: Dialect, known: &Known) -> Vec<String> {
    lint(text, dialect, known).iter().map(|it| format!("{} {}", it.code, &text[it.span.range()])).collect()
}

fn script() -> Known {
    Known::new(Host::Script, Options::default())
}

#[test]
fn findings_point_at_the_text() {
    for (text, expected) in [
        ("rm $X", vec!["2086 $X"]),
        ("cd /a && rm \"$X\"/* 'b' $Y", vec!["2086 $Y"]),
        ("echo $(id)", vec!["2005 $(id)", "2046 $(id)"]),
        ("a=`id`; echo \"$a\"", vec!["2006 `id`"]),
        ("echo \"$undefined\"", vec!["2154 $undefined"]),
        ("cd /x; ls", vec!["2164 cd /x"]),
        ("export A=$(b)", vec!["2155 A", "2046 $(b)"]),
        ("[[ -f x ]] && a", vec!["3010 [[ -f x ]]"]),
        ("echo ok", vec![]),
    ] {
        assert_eq!(shown(text, Dialect::Posix, &Known::default()), expected, "{text}");
    }
    let moved = shell::lint("rm $X", 100, Dialect::Posix, &Known::default());
    assert_eq!((moved[0].span.start, moved[0].span.end), (103, 105));
}

#[test]
fn what_the_dockerfile_defines_is_known() {
    let mut known = Known::default();
    known.define("version", None);
    known.define("app", Some("/srv/app"));
    known.define("flags", Some("-a -b"));
    assert_eq!(shown("echo \"$version\" \"$app\"", Dialect::Posix, &known), Vec::<String>::new());
    assert_eq!(shown("echo \"$other\"", Dialect::Posix, &known), ["2154 $other"]);
    assert_eq!(shown("rm $version $app ${app}/x $flags", Dialect::Posix, &known), ["2086 $version", "2086 $flags"]);
    // Assigned in the text, so the value outside says nothing.
    assert_eq!(shown("app=$(x); rm $app", Dialect::Posix, &known), ["2086 $app"]);
    assert_eq!(shown("read -r app; rm $app", Dialect::Posix, &known), ["2086 $app"]);
}

#[test]
fn host_and_dialect_choose_the_rules() {
    assert_eq!(shown("#! /bin/sh\necho a", Dialect::Posix, &script()), Vec::<String>::new());
    assert_eq!(shown(" #!/bin/sh\necho a", Dialect::Posix, &script()).len(), 1);
    assert_eq!(shown(" #!/bin/sh\necho a", Dialect::Posix, &Known::default()).len(), 0);
    assert_eq!(shown("echo a", Dialect::Posix, &Known::default()), Vec::<String>::new());
    assert_eq!(
        shown(". /etc/x; . \"$y\"", Dialect::Bash, &script()).iter().filter(|it| it.starts_with("109")).count(),
        0
    );
    assert_eq!(shown("echo  a   b", Dialect::Bash, &Known::default()), Vec::<String>::new());
    assert_eq!(shown("set -o pipefail", Dialect::Posix, &Known::default()).len(), 1);
    assert_eq!(shown("set -o pipefail", Dialect::Ash, &Known::default()), Vec::<String>::new());
    assert_eq!(shown("a=(1); echo \"${a[0]}\"", Dialect::Ash, &Known::default()).len(), 2);
    assert_eq!(shown("a=(1); echo \"${a[0]}\"", Dialect::Bash, &Known::default()), Vec::<String>::new());
    assert!(shown("rm $x", Dialect::Cmd, &Known::default()).is_empty());
    let errexit = Known::new(Host::Instruction, Options { errexit: true, ..Options::default() });
    assert_eq!(shown("cd /x; ls", Dialect::Posix, &errexit), Vec::<String>::new());
}

#[test]
fn comments_of_shellcheck_are_honoured() {
    assert_eq!(
        shown("#!/bin/sh\n# shellcheck disable=SC2086\nrm $1\n", Dialect::Posix, &script()),
        Vec::<String>::new()
    );
    assert_eq!(
        shown("#!/bin/sh\n:\n# shellcheck disable=SC2086\nrm $1\nrm $2\n", Dialect::Posix, &script()),
        ["2086 $2"]
    );
    assert_eq!(shown("#!/bin/sh\n# shellcheck disable=SC2046\nrm $1\n", Dialect::Posix, &script()), ["2086 $1"]);
}

#[test]
fn repairs() {
    let findings = lint("rm -f x$X", Dialect::Posix, &Known::default());
    let fix = findings[0].fix.as_ref().unwrap();
    let mut text = String::from("rm -f x$X");
    for edit in fix.edits.iter().rev() {
        text.replace_range(edit.span.range(), &edit.replacement);
    }
    assert_eq!((text.as_str(), fix.safety), ("rm -f x\"$X\"", Safety::Unsafe));
    assert!(!fix.title.ends_with('.') && fix.title.starts_with(char::is_lowercase));
    // A word of its own may be a list, which quotes would make one word; a test takes none.
    for (text, repaired) in [
        ("rm $X", false),
        ("[ $X = 1 ]", true),
        ("cd $X", true),
        ("ls $(cat x)", false),
        ("ls x$(cat x)", true),
        ("exec app $@", true),
        ("echo '$X'", false),
        ("A= B= && x \"$A$B\"", false),
        ("find . -a -o -b | xargs rm", false),
        ("find . -name x | xargs rm", true),
        ("pip install a>=1 b>=2", false),
    ] {
        let findings = lint(text, Dialect::Posix, &Known::default());
        assert!(!findings.is_empty(), "{text}");
        assert_eq!(findings.iter().any(|found| found.fix.is_some()), repaired, "{text}: {findings:?}");
    }
    // The continued line between the words would be lost.
    for finding in lint("a=`b     c`; echo \"$a\"", Dialect::Posix, &Known::default()) {
        assert!(finding.fix.is_none_or(|fix| fix.edits.iter().all(|edit| edit.span.len() < 3)));
    }
    // Behind an escape in a string the crate's places are too small.
    let text = "echo \"\\\"a\\\" `id`\"";
    for finding in lint(text, Dialect::Posix, &Known::default()) {
        assert!(finding.fix.is_none(), "{finding:?}");
    }
}

#[test]
fn table_of_rules() {
    let rules = shell::rules();
    assert!(rules.len() > 200, "{}", rules.len());
    assert_eq!(rules.iter().map(|rule| rule.name).collect::<HashSet<_>>().len(), rules.len());
    assert_eq!(rules.iter().map(|rule| rule.code).collect::<HashSet<_>>().len(), rules.len());
    for rule in rules {
        let name = rule.name.strip_prefix("shell/").unwrap();
        assert!(name.bytes().all(|byte| byte == b'-' || byte.is_ascii_lowercase() || byte.is_ascii_digit()), "{name}");
        assert!(!rule.description.is_empty() && !rule.rationale.is_empty());
    }
    let quoting = rules.iter().find(|rule| rule.code == 2086).unwrap();
    assert_eq!((quoting.name, quoting.severity), ("shell/unquoted-expansion", Severity::Info));
    let finding = &lint("rm $X", Dialect::Posix, &Known::default())[0];
    assert_eq!(finding.rule, quoting.name);
    assert!(finding.message.starts_with(char::is_lowercase) && !finding.message.ends_with('.'), "{}", finding.message);
}

#[test]
fn one_reading_gives_both() {
    let known = Known::default();
    let (script, findings) = shell::analyze("rm $X && ls", 5, Dialect::Posix, Some(&known));
    assert_eq!(script.commands.len(), 2);
    assert_eq!(findings.len(), 1);
    assert!(shell::analyze("rm $x", 0, Dialect::Posix, None).1.is_empty());
}

#[test]
fn hostile_text() {
    for (piece, times) in [
        ("a && ", 900),
        ("a | ", 350),
        ("a | ", 900),
        ("*", 50_000),
        ("[", 50_000),
        ("\"$a\"$b", 5_000),
        ("\\", 50_000),
        ("rm $x; ", 50_000),
        ("f() { echo \"$1\"; }; f; ", 3_000),
        ("elif a; then b; ", 300),
        ("$(", 60),
        ("( ", 60),
        ("{ ", 60),
        ("if a; then ", 60),
        ("a=$b;", 500),
        ("f() { a; };", 500),
        ("rm $x;", 500),
        ("\0", 500),
        ("'", 501),
        ("${a:-", 60),
        ("while read -r a; do ", 30),
        ("case $a in a) ", 30),
        ("cat <<a\n", 100),
        ("[[ a && ", 100),
        ("$((1+", 60),
    ] {
        let close = match piece {
            "$(" | "( " => ")",
            "{ " => "; }",
            "if a; then " => "; fi",
            "${a:-" => "}",
            "while read -r a; do " => "; done",
            "case $a in a) " => ";; esac",
            "[[ a && " => "]]",
            "$((1+" => "))",
            _ => "",
        };
        for text in [piece.repeat(times), format!("{}a{}", piece.repeat(times), close.repeat(times))] {
            let start = std::time::Instant::now();
            let work = move || {
                for finding in lint(&text, Dialect::Bash, &Known::default()) {
                    assert!(finding.span.end as usize <= text.len());
                }
            };
            std::thread::Builder::new().stack_size(2 << 20).spawn(work).unwrap().join().unwrap();
            assert!(start.elapsed().as_secs() < 10, "{piece} took {:?}", start.elapsed());
        }
    }
}

#[test]
fn what_is_meant_is_not_said() {
    let none = Known::default();
    for (text, expected) in [
        // A list, split on purpose.
        ("apt-mark manual $saved", vec![]),
        ("A=1 apk add --no-cache $deps", vec![]),
        ("deps=' gcc make '; printf '%s\\n' $deps", vec![]),
        ("deps=$(x); rm $deps", vec!["2086 $deps"]),
        ("apk add curl && rm $X", vec!["2086 $X"]),
        ("pip install a[b]", vec![]),
        ("ls a[bcd]b[ab]bb[aab]", vec!["2102 [aab]"]),
        ("./configure $([ -f x ] && echo --with-x)", vec![]),
        ("./configure $(cat x)", vec!["2046 $(cat x)"]),
        ("make -j$(nproc) -l $(getconf _NPROCESSORS_ONLN)", vec![]),
        // The prefix of a special builtin stays.
        ("deps='a b' set -x && apk add $deps", vec![]),
        ("export HOME=\"$(mktemp -d)\"", vec![]),
        ("export HOME=\"$(make home)\"", vec!["2155 HOME"]),
        ("/bin/echo -e a", vec![]),
        ("echo -e a", vec!["3037 -e"]),
    ] {
        let shown: Vec<String> = shown(text, Dialect::Posix, &none)
            .into_iter()
            .filter(|it| !it.starts_with("2154") && !it.starts_with("2034"))
            .collect();
        assert_eq!(shown, expected, "{text}");
    }
    let special = "deps='a b' set -x && ls \"$deps\"";
    assert!(!shown(special, Dialect::Posix, &none).contains(&"2154 $deps".to_owned()));
    assert!(shown(special, Dialect::Bash, &none).contains(&"2154 $deps".to_owned()));
}

#[test]
fn what_is_meant_is_there_for_who_asks() {
    let found = shell::lint("rm a$X; apt-get install $X; ls [aab]", 0, Dialect::Posix, &Known::default());
    let found: Vec<_> =
        found.iter().filter(|it| it.code == 2086).map(|it| (it.span.start, it.meant, it.fix.is_some())).collect();
    assert_eq!(found, [(4, false, true), (24, true, false)]);
}

#[test]
fn what_a_sourced_file_may_read_is_used() {
    let read = "#!/bin/bash\nf() {\n\tpsql=( run )\n\t. \"$1\"\n}\nf x\n";
    let unread = "#!/bin/bash\nf() {\n\tpsql=( run )\n}\nf x\n";
    let codes = |text| lint(text, Dialect::Bash, &script()).iter().any(|it| it.code == 2034);
    assert!(codes(unread) && !codes(read));
}

#[test]
fn what_others_define_is_defined() {
    let undefined = |text| lint(text, Dialect::Bash, &script()).iter().any(|it| it.code == 2154);
    assert!(undefined("echo \"$value\""));
    assert!(!undefined(". /etc/config\necho \"$value\""));
    assert!(!undefined("name=HOST; eval value=\\$$name; echo \"$value\""));
    assert!(!undefined("echo \"$HDFS_CONF_dfs_replication\""));
    assert!(undefined("echo \"$bolt_path\""));
}

#[test]
fn a_folder_that_is_there_can_be_entered() {
    let unchecked = |text| lint(text, Dialect::Posix, &script()).iter().any(|it| it.code == 2164);
    assert!(unchecked("cd /srv/app\nls"));
    assert!(!unchecked("mkdir -p /srv/app; cd /srv/app\nls"));
    assert!(!unchecked("git clone https://example.org/app /srv/app && (cd /srv/app; make)"));
    assert!(!unchecked("cd /tmp\nls"));
    assert!(!unchecked("cd /tmp/\nls"));
    assert!(unchecked("mkdir -p /srv/other; cd /srv/app\nls"));
}

#[test]
fn a_requirement_that_redirects_is_called_by_name() {
    let found = lint("pip install a>=1.0 b>=2.0", Dialect::Posix, &script());
    let messages: Vec<_> = found.iter().filter(|it| it.code == 2261).map(|it| it.message.as_str()).collect();
    let message = |file| format!("this writes to a file `{file}`: quote a requirement with `>` in it");
    assert_eq!(messages, [message("=1.0"), message("=2.0")]);
}

#[test]
fn what_every_shell_knows_is_portable() {
    let codes = |text| lint(text, Dialect::Posix, &script()).iter().map(|it| it.code).collect::<Vec<_>>();
    assert!(!codes("echo -n text").contains(&3037));
    assert!(codes("echo -e text").contains(&3037));
    assert!(!codes("ulimit -n 1024").contains(&3045));
}

#[test]
fn a_prefix_that_empties_is_meant() {
    let codes = |text| -> HashSet<u32> { lint(text, Dialect::Bash, &script()).iter().map(|it| it.code).collect() };
    assert!(codes("DB=x; DB=y run --db \"$DB\"").contains(&2098));
    assert!(codes("DB=x; DB= run --db \"$DB\"").is_disjoint(&HashSet::from([2097, 2098])));
}

#[test]
fn what_was_read_before_is_read_the_same_at_another_place() {
    let memory = shell::Memory::default();
    let mut known = Known::default();
    known.define("DIR", Some("/a"));
    let texts = [
        "rm -r $1/x && cd y; f() { echo \"$2\" | tee $3; }; for i in a b; do f <<E\n$i\nE\ndone # end",
        "if true; then sudo env A=$B sh -c 'ls $C'; fi",
        "echo ${",
        "cat $DIR",
    ];
    for text in texts {
        for dialect in [Dialect::Posix, Dialect::Bash] {
            for known in [None, Some(&known), Some(&Known::default())] {
                for base in [0, 7, 4000] {
                    let fresh = shell::analyze(text, base, dialect, known);
                    let again = memory.analyze(text, base, dialect, known);
                    assert_eq!(format!("{fresh:?}"), format!("{again:?}"), "{text} at {base}");
                }
            }
        }
    }
}
