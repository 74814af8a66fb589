//! `lotse format`, through the real program and the library.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod program;

use std::fs;

use lotse::dockerfile;
use lotse::format::{Formatted, Indent, LineEnd, Style, blemishes, format};
use lotse::source::Source;
use program::Place;
use proptest::prelude::*;

fn with(text: &str, style: &Style) -> String {
    match format(&Source::new("Dockerfile", text), style) {
        Formatted::Changed(after) => after.text().to_owned(),
        Formatted::Unchanged => text.to_owned(),
        other => panic!("{other:?}: {text:?}"),
    }
}

/// The text laid out, which neither laying out again nor the rule would change.
fn formatted(text: &str) -> String {
    let after = with(text, &Style::default());
    assert_eq!(with(&after, &Style::default()), after, "not settled");
    let source = Source::new("Dockerfile", after.as_str());
    assert!(blemishes(&source, &dockerfile::parse(&source)).is_empty(), "{after}");
    after
}

fn stays(text: &str) {
    assert_eq!(formatted(text), text);
}

const MESSY: &str = "\n\n# syntax=docker/dockerfile:1\n\n\nfrom   debian:12 as  build  \nrun apt-get update && \\\n  apt-get install -y \\\n\
                     \t\tcurl \\   \n        git &&\\\n# a remark\n  rm -rf /var/lib/apt/lists/*\nRUN make &&\\\ninstall \\\n&& clean\n\
                     copy  --chown=a:b   --link  a\tb  /c/ \n  expose 80   81\n\n\n\n# The image.\nFROM build\nenv  A=1   B=\"x  y\" \\\nC=3\n\
                     onbuild   run  x  y\nhealthcheck  --interval=5s   cmd  [ \"a\",\"b\" ]\nlabel k   v  w\ncmd [  \"a\"  ,\"b\",  \"c\"]\n\n\n";

#[test]
fn a_messy_file() {
    insta::assert_snapshot!(formatted(MESSY));
}

#[test]
fn a_well_kept_file_stays() {
    stays(
        "# syntax=docker/dockerfile:1\nARG TAG=1\nFROM a:$TAG AS a\nFROM b AS b\n\nFROM a\nRUN x \\\n    && y \\\n        z\n",
    );
    stays("FROM a\nRUN set -eux; \\\n\tx; \\\n\t\\\n# remark\n\ty \\\n\t\tz \\\n\t; \\\n\tw\n");
    stays("FROM a\nRUN x \\\n  && y \\\n    --z \\\n  && w\n");
    stays("FROM a\nRUN x \\\n    y \\\n    z\nRUN x \\\n  && y\n");
    stays("FROM a\nENV A   1\nENV ABC 2\nARG A   B\nARG ABC D\n");
    stays("FROM a\nCMD [ \\\n    \"a\", \\\n    \"b\" \\\n]\n");
}

#[test]
fn what_is_no_layout_stays() {
    stays("FROM a\nENV KEY a  b \\\n  c   d\nMAINTAINER a  b\nUSER a  b\n");
    stays("FROM a\nRUN echo 'a  \\\n b' && \\\n   x\nRUN echo \"$(a \\\n b)\" \\\n c\nRUN apt-\\\nget\n");
    stays("FROM a\nRUN <<EOF\n  a  \n\n\n   b\nEOF\nCOPY <<-A <<B /\n\t x  \n\tA\ny \n\n\nB\n");
    stays("FROM a\nENV A=\"x \\\n y\" \\\n   B=1\nRUN a # b && \\\n c\n");
    stays("# escape=`\nFROM mcr.microsoft.com/windows\nRUN a  && `\n b\nCOPY a C:\\b\\\n");
    stays("FROM a\nSHELL [\"pwsh\", \"-c\"]\nRUN a; \\\n b\n");
}

#[test]
fn one_blank_between_words() {
    assert_eq!(formatted("FROM\ta  as\tb\nCOPY\ta\t b  c\nENV\tA  b\n"), "FROM a AS b\nCOPY a b c\nENV A b\n");
    assert_eq!(
        formatted("FROM a\nSHELL [ \"a\" ,\t\"b\"]\nVOLUME [\"a\",\"b\" ]\n"),
        "FROM a\nSHELL [\"a\", \"b\"]\nVOLUME [\"a\", \"b\"]\n"
    );
}

#[test]
fn lines_go_up_in_steps() {
    let text = "FROM a\nRUN x \\\n      a \\\n b \\\n && y \\\n         -z\n";
    assert_eq!(formatted(text), "FROM a\nRUN x \\\n        a \\\n    b \\\n    && y \\\n        -z\n");
    assert_eq!(formatted("FROM a\n  RUN x \\\n    # remark\n    y\n"), "FROM a\nRUN x \\\n  # remark\n  y\n");
    let joined = "FROM a\nRUN x && \\\n    y || \\\n    z&&\\\n    w\n";
    assert_eq!(formatted(joined), "FROM a\nRUN x \\\n    && y || \\\n    z \\\n    && w\n");
}

#[test]
fn comments_between_continued_lines_stay_where_they_are() {
    assert_eq!(
        formatted("FROM a\nRUN x && \\\n    # one\n    # two\n\n    y &&\\\n# three\n    z\n"),
        "FROM a\nRUN x \\\n    # one\n    # two\n\n    && y \\\n# three\n    && z\n"
    );
    assert_eq!(formatted("FROM a\nRUN a \\; && \\\n# remark\n    c\n"), "FROM a\nRUN a \\; \\\n# remark\n    && c\n");
}

#[test]
fn what_is_around_a_script_is_laid_out() {
    assert_eq!(
        formatted(
            "FROM a\nrun   --mount=type=cache,target=/c   <<EOF  \n  a  \n\n\n\tb   \nEOF\n\n\n\ncopy  <<X   /y\nz  \nX\n"
        ),
        "FROM a\nRUN --mount=type=cache,target=/c <<EOF\n  a  \n\n\n\tb   \nEOF\n\nCOPY <<X /y\nz  \nX\n"
    );
    assert_eq!(formatted("FROM a\nrun  cat <<A && \\   \n  b  \nx  \nA\n"), "FROM a\nRUN cat <<A && \\\n  b\nx  \nA\n");
}

#[test]
fn another_escape_character() {
    assert_eq!(
        formatted(
            "# escape=`\nfrom  a as b\nrun   x  && `  \n   y  \nenv  A=1 `\n B=2   `   \n C=3\ncopy  --from=b  c  d\n"
        ),
        "# escape=`\nFROM a AS b\nRUN x  && `\n   y\nENV A=1 `\n    B=2   `\n    C=3\nCOPY --from=b c d\n"
    );
}

#[test]
fn many_files_at_a_time() {
    let names: Vec<String> = (0..40).map(|number| format!("{number:02}/Dockerfile")).collect();
    let files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "from a\n")).collect();
    let place = Place::new(&files);
    let said = place.run(&["format", "--check", "--jobs", "4"]);
    assert_eq!((said.status, said.out), (1, names.join("\n") + "\n"));
    assert_eq!(place.run(&["format"]).err, "lotse: formatted 40 files\n");
    assert_eq!(place.run(&["format", "--check"]).status, 0);
}

#[test]
fn stages_stand_apart() {
    let text = "FROM a\nRUN x\n# one\n# two\nFROM b\nRUN <<EOF\ny\nEOF\nFROM c\n\n\n";
    assert_eq!(formatted(text), "FROM a\nRUN x\n\n# one\n# two\nFROM b\nRUN <<EOF\ny\nEOF\n\nFROM c\n");
}

#[test]
fn no_comment_becomes_a_directive() {
    stays("\n# escape=`\nFROM a\n");
    assert_eq!(formatted("\n\n\nFROM a"), "FROM a\n");
}

#[test]
fn line_ends_stay_or_follow_the_style() {
    let text = "from a\r\nRUN x && \\\r\n  y\r\nFROM b";
    let laid_out = "FROM a\r\nRUN x \\\r\n  && y\r\n\r\nFROM b\r\n";
    assert_eq!(formatted(text), laid_out);
    let lf = Style { line_end: Some(LineEnd::Lf), ..Style::default() };
    assert_eq!(with(text, &lf), laid_out.replace('\r', ""));
    let crlf = Style { line_end: Some(LineEnd::CrLf), ..Style::default() };
    assert_eq!(with(&text.replace('\r', ""), &crlf), laid_out);
    let heredoc = "FROM a\r\nRUN <<EOF\r\nx\r\nEOF\r\n";
    assert_eq!(with(heredoc, &lf), heredoc);
}

#[test]
fn what_is_no_dockerfile_stays() {
    let outcome = |text: &str| format(&Source::new("Dockerfile", text), &Style::default());
    assert!(matches!(outcome("from {{ base }}\n"), Formatted::Template));
    assert!(matches!(outcome("from a\nFOO  x\n"), Formatted::Broken(_)));
    assert!(matches!(outcome("# nothing\n"), Formatted::Broken(_)));
}

#[test]
fn bytes_that_are_no_text_stay() {
    let place = Place::new(&[]);
    place.write("Dockerfile", b"\xEF\xBB\xBFfrom a\nLABEL  x=\"\xFF\xFE\"\n# \xC3  \n");
    assert_eq!(place.run(&["format"]).status, 0);
    let bytes = fs::read(place.path().join("Dockerfile")).unwrap();
    assert_eq!(bytes, b"\xEF\xBB\xBFFROM a\nLABEL x=\"\xFF\xFE\"\n# \xC3  \n");
}

#[test]
fn editorconfig_is_honoured() {
    let config = "root = true\n[*]\nindent_style = tab\nend_of_line = crlf\n[plain/**]\nindent_style = space\nindent_size = 2\n\
                  end_of_line = lf\ninsert_final_newline = false\ntrim_trailing_whitespace = false\n";
    let text = "FROM a \nRUN x \\\n    y";
    let place =
        Place::new(&[(".editorconfig", config), ("Dockerfile", text), ("plain/Dockerfile", "FROM a \nRUN x \\\n   y")]);
    let said = place.run(&["format"]);
    assert_eq!((said.status, said.out.as_str(), said.err.as_str()), (0, "", "lotse: formatted 2 files\n"));
    let read = |path: &str| fs::read_to_string(place.path().join(path)).unwrap();
    assert_eq!(read("Dockerfile"), "FROM a\r\nRUN x \\\r\n\ty\r\n");
    assert_eq!(read("plain/Dockerfile"), "FROM a \nRUN x \\\n  y");
    assert_eq!(place.run_with_input(&["format", "--stdin-filename", "plain/x", "-"], text.as_bytes()).out, text);
    let four = Style { indent: Some(Indent::Blanks(4)), ..Style::default() };
    assert_eq!(with("FROM a\nRUN x \\\n  y\n", &four), "FROM a\nRUN x \\\n    y\n");
}

#[test]
fn check_lists_and_diff_shows() {
    let place = Place::new(&[("Dockerfile", "from a\n"), ("good/Dockerfile", "FROM a\n")]);
    let said = place.run(&["format", "--check"]);
    assert_eq!((said.status, said.out.as_str(), said.err.as_str()), (1, "Dockerfile\n", ""));
    let said = place.run(&["format", "--diff"]);
    assert_eq!(said.status, 1);
    assert_eq!(said.out, "--- Dockerfile\n+++ Dockerfile\n@@ -1 +1 @@\n-from a\n+FROM a\n");
    assert_eq!(fs::read_to_string(place.path().join("Dockerfile")).unwrap(), "from a\n");
    for option in ["--check", "--diff"] {
        let said = place.run(&["format", option, "good"]);
        assert_eq!((said.status, said.out.as_str(), said.err.as_str()), (0, "", ""));
    }
    assert_eq!(place.run(&["format", "--check", "--diff"]).status, 2);
}

#[test]
fn one_bad_file_does_not_hide_the_others() {
    let place =
        Place::new(&[("a/Dockerfile", "from\n"), ("b/Dockerfile", "from a\n"), ("c/Dockerfile", "FROM {{ x }}\n")]);
    let said = place.run(&["format", "a", "b", "c", "d"]);
    assert_eq!(said.status, 2);
    assert!(said.err.contains("a/Dockerfile: left as it is: line 1: FROM needs an image"), "{}", said.err);
    assert!(said.err.contains("c/Dockerfile: left as it is: a template"), "{}", said.err);
    assert_eq!(fs::read_to_string(place.path().join("a/Dockerfile")).unwrap(), "from\n");
    assert_eq!(fs::read_to_string(place.path().join("b/Dockerfile")).unwrap(), "FROM a\n");
}

#[test]
fn standard_input_goes_to_standard_output() {
    let place = Place::new(&[]);
    let run = |input: &str| place.run_with_input(&["format", "-"], input.as_bytes());
    let said = run("from a");
    assert_eq!((said.status, said.out.as_str(), said.err.as_str()), (0, "FROM a\n", ""));
    assert_eq!(run("FROM a\n").out, "FROM a\n");
    let said = run("fro a\n");
    assert_eq!((said.status, said.out.as_str()), (2, "fro a\n"));
}

/// Pieces of Dockerfiles, good and odd.
fn line() -> impl Strategy<Value = String> {
    let blanks = || prop::sample::select(vec!["", " ", "  ", "\t", " \t ", "    "]);
    let word = prop::sample::select(vec![
        "a", "b=1", "--x=y", "\"p  q\"", "'r  s'", "&&", "||", ";", "|", "$(a  b)", "\"$(c 'd')\"", "(", ")", "{", "}",
        "#", "# r", "`", "[", "]", ",", "\"s\"", "if", "fi", "a\\ b", "\\", "<<E", "x;", "$'a\\'b'",
        "case a in b) c;; esac", "é", "${x##*-}", "[[",
    ]);
    let end = prop::sample::select(vec![
        "\n", " \\\n", "\\\n", " \\  \n", " && \\\n", "\n\n\n", " \n", "\r\n", " \\\n# r\n", " \\\n\n",
    ]);
    let keyword = prop::sample::select(vec![
        "RUN", "run", "RUN", "ENV", "ENV A", "COPY", "CMD", "CMD [", "LABEL k", "ARG", "FROM", "FROM a as",
        "ONBUILD RUN", "HEALTHCHECK CMD", "", "", "", "E", "# c", "EXPOSE", "USER", "VOLUME [\"a\",\"b\"]",
    ]);
    let words = prop::collection::vec((word, blanks()), 0..5);
    (blanks(), keyword, blanks(), words, end).prop_map(|(indent, keyword, gap, words, end)| {
        let words: String = words.into_iter().flat_map(|(word, gap)| [word, gap]).collect();
        format!("{indent}{keyword}{gap}{words}{end}")
    })
}

/// At least so many; more with `PROPTEST_CASES`.
fn cases() -> u32 {
    ProptestConfig::default().cases.max(2000)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_meaning_changes_and_once_is_enough(lines in prop::collection::vec(line(), 1..8)) {
        let text = format!("FROM a\n{}", lines.concat());
        let source = Source::new("Dockerfile", text.as_str());
        match format(&source, &Style::default()) {
            Formatted::Mistake => prop_assert!(false, "a mistake"),
            Formatted::Changed(after) => {
                let again = format(&after, &Style::default());
                prop_assert!(matches!(again, Formatted::Unchanged), "{:?} then {again:?}", after.text());
                let dockerfile = dockerfile::parse(&after);
                prop_assert!(blemishes(&after, &dockerfile).is_empty(), "{:?}", after.text());
            }
            _ => {}
        }
    }
}
