//! The Dockerfile parser at its text boundary: trees and errors.
#![allow(clippy::unwrap_used, reason = "a failure is the finding of a test")]

mod hostile;
mod spans;

use std::fmt::Write as _;

use lotse::dockerfile::{
    Command, Dockerfile, ErrorKind, Escape, Healthcheck, Instruction, Keyword, Kind, MountKind, Text, parse,
};
use lotse::source::Source;

fn read(text: &str) -> (Source, Dockerfile) {
    let source = Source::new("Dockerfile", text);
    let file = parse(&source);
    spans::check(&source, &file);
    (source, file)
}

/// A tree in a few lines: what stands where, by the text under each span.
fn tree(text: &str) -> String {
    let (source, file) = read(text);
    let mut out = String::new();
    for directive in &file.directives {
        writeln!(out, "directive {:?} = {:?}", directive.name, source.slice(directive.value)).unwrap();
    }
    for instruction in &file.instructions {
        let lines = source.lines();
        write!(out, "{}-{} ", lines.line(instruction.span.start), lines.line(instruction.span.end)).unwrap();
        show(&source, instruction, &mut out);
    }
    errors(&source, &file, &mut out);
    out
}

fn errors(source: &Source, file: &Dockerfile, out: &mut String) {
    for (title, errors) in [("error", &file.errors), ("trigger error", &file.trigger_errors)] {
        for error in errors {
            let line = source.lines().line(error.at);
            write!(out, "{title} {line} {:?} {:?}: {}", error.kind, source.slice(error.span), error.message).unwrap();
            writeln!(out, "{}", error.suggestion.map(|word| format!(" ({word}?)")).unwrap_or_default()).unwrap();
        }
    }
}

fn show(source: &Source, instruction: &Instruction, out: &mut String) {
    write!(out, "{:?} {:?}", instruction.keyword, source.slice(instruction.keyword_span)).unwrap();
    for flag in &instruction.flags {
        write!(out, " --{}", flag.name.value).unwrap();
        if let Some(value) = &flag.value {
            write!(out, "={}", value.value).unwrap();
        }
    }
    let texts = |texts: &[Text]| texts.iter().map(|text| text.value.to_string()).collect::<Vec<_>>();
    let command = |command: &Command| match command {
        Command::Exec(words) => format!("exec {:?}", texts(words)),
        Command::Shell(span) => format!("shell {:?}", source.slice(*span)),
    };
    let kind = match &instruction.kind {
        Kind::Add(transfer) | Kind::Copy(transfer) => format!(
            "{:?} and heredocs {:?} to {}",
            texts(&transfer.sources),
            transfer.heredoc_sources,
            transfer.destination.value
        ),
        Kind::Arg(pairs) => {
            let pair = |pair: &lotse::dockerfile::ArgPair| {
                (pair.name.value.to_string(), pair.value.as_ref().map(|value| value.value.to_string()))
            };
            format!("{:?}", pairs.iter().map(pair).collect::<Vec<_>>())
        }
        Kind::Cmd(found) | Kind::Entrypoint(found) | Kind::Run(found) => {
            found.as_ref().map_or("nothing".to_owned(), command)
        }
        Kind::Env(pairs) | Kind::Label(pairs) => {
            let all: Vec<_> = pairs.pairs.iter().map(|pair| (&*pair.key.value, &*pair.value.value)).collect();
            format!("{}{all:?}", if pairs.legacy { "legacy " } else { "" })
        }
        Kind::Expose(words) | Kind::Shell(words) | Kind::Volume(words) => {
            format!("{:?}", texts(words))
        }
        Kind::From(from) => {
            let name = from.name.as_ref().map(|name| format!(" as {}", name.value)).unwrap_or_default();
            format!("{}{name}", from.image.value)
        }
        Kind::Healthcheck(Healthcheck::None) => "none".to_owned(),
        Kind::Healthcheck(Healthcheck::Cmd(found)) => command(found),
        Kind::Maintainer(one) | Kind::Stopsignal(one) | Kind::User(one) | Kind::Workdir(one) => one.value.to_string(),
        Kind::Onbuild(trigger) => {
            out.push_str(": ");
            return show(source, trigger, out);
        }
        Kind::Malformed => "malformed".to_owned(),
        Kind::Unknown => "unknown".to_owned(),
    };
    writeln!(out, " {kind}").unwrap();
    for mount in &instruction.mounts {
        let target = mount.target.as_ref().map(|target| source.slice(target.span));
        write!(out, "    mount {:?} on {target:?}", mount.kind).unwrap();
        writeln!(out, " read-only {:?} required {:?}", mount.readonly, mount.required).unwrap();
        for problem in &mount.problems {
            writeln!(out, "      problem {:?}: {}", source.slice(problem.span), problem.message).unwrap();
        }
    }
    for heredoc in &instruction.heredocs {
        write!(out, "    heredoc {:?} {:?}", source.slice(heredoc.opener), &*heredoc.name).unwrap();
        let switches = [(heredoc.expand, " expand"), (heredoc.strip_tabs, " tabs")];
        switches.iter().filter(|(on, _)| *on).for_each(|(_, name)| out.push_str(name));
        if heredoc.descriptor != 0 {
            write!(out, " descriptor {}", heredoc.descriptor).unwrap();
        }
        writeln!(out, " body {:?} ends {:?}", source.slice(heredoc.body), source.slice(heredoc.terminator)).unwrap();
    }
}

#[test]
fn every_instruction() {
    insta::assert_snapshot!(tree(
        r#"# syntax=docker/dockerfile:1
# escape=\
ARG VERSION=3.22 EMPTY= BARE
FROM --platform=$BUILDPLATFORM alpine:${VERSION} AS Base
MAINTAINER somebody <some@body>
LABEL a=1 "b c"='d e' f=
LABEL old way of it
ENV PATH=/x:$PATH GREETING="hello world" ESCAPED=a\ b
ENV KEY   value with blanks
ADD --checksum=sha256:00 --keep-git-dir https://example.com/a.tar /src/
COPY --from=base --chown=1:1 --link --exclude=*.md --exclude=*.txt a b /dst/
COPY ["with blank", "/dst"]
RUN --network=none --mount=type=cache,target=/root/.cache,sharing=locked echo hi
RUN ["echo", "\u00e9\ud83d\ude00", "\"q\""]
EXPOSE 80 443/tcp 1000-1010/udp
VOLUME /data /cache
VOLUME ["/a b"]
USER app:app
WORKDIR /a path with blanks
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
STOPSIGNAL --ignored SIGTERM
HEALTHCHECK --interval=1m30s --retries=3 CMD curl -f http://localhost/
HEALTHCHECK cmd ["a", "b"]
HEALTHCHECK none
ONBUILD COPY . /app
ENTRYPOINT ["/bin/app"]
ENTRYPOINT
CMD exec something
CMD []
"#
    ));
}

#[test]
fn continued_lines() {
    insta::assert_snapshot!(tree(concat!(
        "FROM \\\n  alpine \\  \t\n  AS base\n",
        "RUN echo a \\\n# a comment \\\n\n   \t\n    # another\n  && echo b \\\n\n",
        "RU\\\nN echo \\\\\n",
        "ENV A=1 \\\n    B=two\\\n parts C=3\n",
        "COPY --chown=\\\n1:1 a\\\nb /d\n",
        "RUN crlf \\\r\n  && more\r\n",
        "RUN at the end \\\n\n# comment\n\n",
    )));
}

#[test]
fn continuation_into_the_end_counts_all_lines() {
    let (source, file) = read("FROM a\nRUN b \\\n\n# c\n\n");
    let run = &file.instructions[1];
    assert_eq!((source.lines().line(run.span.start), source.lines().line(run.span.end)), (2, 5));
    assert_eq!(file.empty_continuations.len(), 2);
    assert_eq!(file.comments.len(), 1);
}

#[test]
fn backtick_as_escape() {
    insta::assert_snapshot!(tree(
        "# escape=`\nFROM windows\nRUN dir c:\\ `\n  d:\\\nCOPY a\\ `\n b\\\nENV A=a` b B=c:\\\n"
    ));
}

#[test]
fn directives_have_rules() {
    insta::assert_snapshot!("position", tree("#  SYNTAX = a b  \n#check=skip=all\n# x\n# escape=`\nFROM a\nRUN b `\n"));
    insta::assert_snapshot!("repeated", tree("# escape=\\\n# escape=`\nFROM a\n"));
    insta::assert_snapshot!("illegal", tree("# escape=x\nFROM a \\\n AS b\n"));
    insta::assert_snapshot!("blank", tree("# escape= \nFROM a\n"));
    insta::assert_snapshot!("mark", tree("\u{feff}# check=skip=all\nFROM a\n"));
    insta::assert_snapshot!("shebang", tree("#!/usr/bin/env docker\n# escape=`\n# syntax=a\nFROM a\n"));
    assert_eq!(read("\n# escape=`\nFROM a\n").1.escape, Escape::Backslash);
    assert_eq!(read("  # escape=`\nFROM a\n").1.escape, Escape::Backtick);
}

#[test]
fn comments_above() {
    let above = |text: &str| {
        let (source, file) = read(text);
        let last = file.instructions.last().unwrap();
        let comments = file.comments[last.comments_above.clone()].iter();
        comments.map(|comment| source.slice(comment.text).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(above("# syntax=x\n# a\n\n# b\nFROM x\n"), ["a", "b"]);
    assert_eq!(above("# a\n#\n# b\nFROM x\n"), ["b"], "an empty comment separates");
    assert_eq!(above("# a\n #\n# b\nFROM x\n"), ["a", "", "b"], "an indented one does not");
    assert_eq!(above("FROM x\nRUN a \\\n# inside\n b\nRUN c\n"), [""; 0], "not from inside another instruction");
}

#[test]
fn heredocs() {
    insta::assert_snapshot!(tree(concat!(
        "FROM a\n",
        "RUN <<EOF\necho \\\n# no comment\nEOF\n",
        "RUN 3<<-'E'OF cat <<\"two words\" | sh\n\t\tx\n\tEOF\ny\ntwo words\n",
        "COPY <<a.txt b <<c.txt /d/\n1\na.txt\n2\nc.txt\n",
        "ONBUILD RUN <<EOF\nin trigger\nEOF\n",
        "RUN << EOF\nblank before\nEOF\n",
        "RUN echo \"<<NO\" '<<NO' <<<NO \\<<\n",
        "RUN echo it's <<NO\n",
        "RUN [\"<<NO\"]\n",
        "USER <<NO\n",
        "RUN <<crlf\r\nbody\r\ncrlf\r\n",
        "RUN <<\\ESC <<${X}\n1\nESC\n2\n${X}\n",
        "RUN cat <<EOF && \\\n  echo more\nbody\nEOF\n",
    )));
}

#[test]
fn heredocs_that_fail() {
    insta::assert_snapshot!("unterminated", tree("FROM a\nRUN <<EOF\necho\nCMD x\n"));
    insta::assert_snapshot!("destination", tree("FROM a\nCOPY a <<EOF\nEOF\n"));
    insta::assert_snapshot!("blanks_are_words_for_copy", tree("FROM a\nCOPY << EOF /x\nbody\nEOF\n"));
}

#[test]
fn json_or_shell() {
    let command = |text: &str| {
        let (_, file) = read(&format!("FROM a\nCMD {text}\n"));
        match &file.instructions[1].kind {
            Kind::Cmd(Some(Command::Exec(words))) => {
                words.iter().map(|word| word.value.to_string()).collect::<Vec<_>>().join("|")
            }
            Kind::Cmd(Some(Command::Shell(_))) => "shell".to_owned(),
            _ => file.errors[0].message.clone(),
        }
    };
    assert_eq!(command(r#"[ "a" , "b\/\n" ]"#), "a|b/\n");
    assert_eq!(command(r#"["\ud800", "\ud800\u0041", "\udc00x", "\uD83D\uDE00"]"#), "\u{fffd}|\u{fffd}A|\u{fffd}x|😀");
    for shell in [
        "['a']", r#"["a",]"#, r#"["a"] b"#, r#"["a" "b"]"#, r#"["\x"]"#, r#"["\u12g4"]"#, "[\"\t\"]", "[", "[1e999]",
        "[01]", "[nul]", r#""a""#, "[{]", r#"[{"a":[1,{"b":"}"]]"#,
    ] {
        assert_eq!(command(shell), "shell", "{shell}");
    }
    for (text, element) in [
        (r#"["a", 1]"#, "1"),
        ("[null]", "null"),
        (r#"["a", ["b"]]"#, r#"["b"]"#),
        (r#"[{"a": [1, -2.5e3], "b": true}, 3]"#, r#"{"a": [1, -2.5e3], "b": true}"#),
    ] {
        assert_eq!(command(text), format!("`{element}` is not a string, as JSON arrays need"));
    }
    let deep = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(command(&deep(10_000)).contains("is not a string"));
    assert_eq!(command(&deep(10_001)), "shell", "Go gives up at this depth");
}

#[test]
fn refused_arguments() {
    insta::assert_snapshot!(tree(concat!(
        "ARG\nARG =x\n",
        "FROM\nFROM a b\nFROM a AS\nFROM a AS 1\nFROM a AS b c\nFROM --platfrm=x a\n",
        "COPY a\nCOPY --link=maybe --link= --parents --parents --from a b\nADD --from=x a b\n",
        "ENV A\nENV A=1 B\nENV =1\nLABEL\n",
        "EXPOSE\nUSER\nWORKDIR --x /a\nSTOPSIGNAL\nVOLUME []\nVOLUME [\" \"]\n",
        "SHELL bash -c\nSHELL []\nSHELL\n",
        "RUN --network=hots --security=none true\nRUN --device=a,b true\nCMD [\"a\", 1]\n",
        "HEALTHCHECK\nHEALTHCHECK NONE x\nHEALTHCHECK CMD\nHEALTHCHECK CDM x\n",
        "HEALTHCHECK --interval=5 --timeout=1us --retries=-1 --start-period=x CMD a\n",
        "HEALTHCHECK --retries=x --interval=0 --timeout=1h2m3.5s --intervall=1s CMD a\n",
        "ONBUILD\nONBUILD ONBUILD RUN x\nONBUILD FROM x\nONBUILD MAINTAINER x\nONBUILD FOO\nONBUILD COPY a\n",
        "ONBUILD CMD [1]\n",
        "RUNN x\nFRO a\n{{ template }}\n\\\n",
    )));
}

#[test]
fn mounts() {
    insta::assert_snapshot!(tree(concat!(
        "FROM a\n",
        "RUN --mount=target=/src,rw --mount=type=cache,dst=/c,id=x,uid=1000,mode=0755 true\n",
        "RUN --mount=type=tmpfs,\\\n      target=/t\\\nmp,size=1.5gb true\n",
        "RUN --mount=type=secret,id=s,env=S,required --mount=type=ssh,required=$R true\n",
        "RUN --mount=type=secret,\"target=/a,b\" true\n",
        "RUN --mount=\"type=bind,source=x,target=/y\" true\n",
        "RUN --mount=type=$T,size=1,target=$D true\n",
        "RUN --mount=type=bnd --mount=size=1,mode=9 --mount=type=secret --mount=taget=/x,ro=maybe true\n",
        "RUN --mount=type=cache,sharing=lock,target --mount=type=bind,sharing=shared true\n",
        "RUN --mount= --mount=from=$X --mount=from=x$ --mount=\"\"a\"b\" true\n",
        "RUN --mount true\n",
    )));
}

#[test]
fn order_of_stages() {
    let kinds = |text: &str| read(text).1.errors.iter().map(|error| error.kind).collect::<Vec<_>>();
    assert_eq!(kinds(""), [ErrorKind::NoStage]);
    assert_eq!(kinds("# only a comment\n\n"), [ErrorKind::NoStage]);
    assert_eq!(kinds("ARG A\n"), [ErrorKind::NoStage]);
    assert_eq!(kinds("RUN a\nRUN b\n"), [ErrorKind::NoStage]);
    assert_eq!(kinds("ARG A\nRUN a\nFROM x\nRUN b\n"), [ErrorKind::BeforeFrom]);
    assert_eq!(kinds("FROM x\n"), []);
}

#[test]
fn letters_outside_ascii() {
    // The Kelvin sign is a K for Go, a no-break space is white space, but no blank.
    let (_, file) = read("FROM a\nWOR\u{212a}DIR /x\u{a0}\nRUN\u{a0}x\n");
    assert_eq!(file.instructions[1].keyword, Keyword::Workdir);
    assert_eq!(file.instructions[2].keyword, Keyword::Unknown);
    // Flags are read byte by byte: the second byte of à is a space.
    let (source, file) = read("FROM a\nCOPY --from=à/x y\n");
    assert_eq!(file.errors, []);
    assert_eq!(source.slice(file.instructions[1].arguments), "/x y");
}

#[test]
fn lines_too_long_for_buildkit() {
    let at_most = format!("FROM a\nLABEL a={}\n", "x".repeat(65_535 - 8));
    assert_eq!(read(&at_most).1.errors, []);
    let (_, file) = read(&at_most.replace("a=", "aa="));
    assert_eq!(file.errors.len(), 1);
    assert!(matches!(file.instructions[1].kind, Kind::Label(_)), "the rest is read all the same");
}

/// The second opinion stops where the other parser lacks a feature; on plain files both must agree.
#[test]
fn second_opinion() {
    for text in [
        "FROM alpine:3.22 AS build\nRUN apk add --no-cache curl \\\n    && true\nCOPY a b /c/\n",
        "ARG A=1\nFROM scratch\nENV A=1 B=\"2 3\"\nLABEL x=y\nENTRYPOINT [\"/a\"]\nCMD [\"b\"]\n",
        "FROM a\nRUN echo a \\\n# comment\n  b\nCOPY --from=x y z\nCMD run it\n",
    ] {
        let (source, ours) = read(text);
        let theirs = dockerfile_parser::Dockerfile::parse(text).unwrap();
        let spans: Vec<_> = ours.instructions.iter().map(|instruction| instruction.span.range()).collect();
        let other: Vec<_> = theirs.instructions.iter().map(dockerfile_parser::Instruction::span).collect();
        assert_eq!(spans.len(), other.len(), "{text}");
        for (ours, theirs) in spans.iter().zip(&other) {
            assert_eq!(source.text()[ours.clone()].trim_end(), text[theirs.start..theirs.end].trim_end());
        }
        let stages = ours.instructions.iter().filter(|instruction| instruction.keyword == Keyword::From).count();
        assert_eq!(stages, theirs.iter_stages().count());
    }
}

#[test]
fn mount_kinds_have_names() {
    assert_eq!((MountKind::Bind.name(), MountKind::Ssh.name(), MountKind::Unknown.name()), ("bind", "ssh", ""));
}
