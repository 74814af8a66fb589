//! Variables in words, and references to images, ports and git repositories.
#![allow(clippy::unwrap_used, reason = "a failure is the finding of a test")]

use lotse::dockerfile::{Escape, ExpandErrorKind, GitRef, ImageRef, Lookup, Part, PortSpec, expand, expand_words};

fn value(text: &str) -> Result<String, String> {
    let lookup = |name: &str| match name {
        "SET" => Lookup::Value("a.b.c".into()),
        "EMPTY" => Lookup::Value("".into()),
        "TWO" => Lookup::Value("x  y".into()),
        "SLASHES" => Lookup::Value("/usr/local/bin".into()),
        "SECRET" => Lookup::Unknown,
        _ => Lookup::Unset,
    };
    let expansion = expand(text, Escape::Backslash, lookup).map_err(|error| error.message)?;
    Ok(expansion.value.display().into_owned())
}

#[test]
fn variables() {
    for (text, want) in [
        ("$SET-${SET}", "a.b.c-a.b.c"),
        ("'$SET' \"$SET\" \\$SET", "$SET a.b.c $SET"),
        ("${NO:-x}${NO-y}${EMPTY:-z}${EMPTY-w}", "xyz"),
        ("${NO:+x}${NO+y}${EMPTY:+z}${EMPTY+w}${SET:+v}", "wv"),
        ("${SET:?no}", "a.b.c"),
        ("${SET#*.} ${SET##*.} ${SET%.*} ${SET%%.*}", "b.c c a.b a"),
        ("${SLASHES#/usr} ${SLASHES%%/*}|${SLASHES##*/}", "/local/bin |bin"),
        ("${SET/./-} ${SET//./-} ${SLASHES//\\//_}", "a-b.c a-b-c _usr_local_bin"),
        ("${NO:-${EMPTY:-${SET}}}", "a.b.c"),
        ("$", "$"),
        ("a$ b", "a$ b"),
        ("${SECRET}-$SET", "${SECRET}-a.b.c"),
        ("${SECRET:-x}${SECRET#a}${SECRET/a/b}", "${SECRET}${SECRET}${SECRET}"),
        ("${NO:-$SECRET}", "${SECRET}"),
    ] {
        assert_eq!(value(text).as_deref(), Ok(want), "{text}");
    }
    for (text, message) in [
        ("${SET", "the `}` of a variable is missing"),
        ("${}", "`${}` names no variable"),
        ("${NO:=x}", "`:=` is not a modifier that a variable can have"),
        ("${SET:#x}", "`:#` is not a modifier that a variable can have"),
        ("${SET^^}", "`^` is not a modifier that a variable can have"),
        ("${NO:?say something}", "`NO` must not be unset: say something"),
        ("${EMPTY:?}", "`EMPTY` must not be empty"),
        ("'open", "the single quote is not closed"),
        ("\"open", "the double quote is not closed"),
        ("${SET#\\a}", "`\\a` is not a legal pattern"),
    ] {
        assert_eq!(value(text), Err(message.to_owned()), "{text}");
    }
}

#[test]
fn uses_of_variables() {
    let text = "x$A-${B:-${C}}";
    let expansion = expand(text, Escape::Backslash, |name| match name {
        "A" => Lookup::Value("1".into()),
        "B" => Lookup::Unknown,
        _ => Lookup::Unset,
    });
    let expansion = expansion.unwrap();
    let uses: Vec<_> = expansion.uses.iter().map(|used| (&*used.name, &text[used.range.clone()])).collect();
    assert_eq!(uses, [("A", "$A"), ("B", "${B:-${C}}"), ("C", "${C}")]);
    assert_eq!(expansion.matched().collect::<Vec<_>>(), ["A"]);
    assert_eq!(expansion.unmatched().collect::<Vec<_>>(), ["C"]);
    let [Part::Literal(literal), Part::Variable { name, .. }] = expansion.value.parts() else {
        panic!("{:?}", expansion.value);
    };
    assert_eq!((literal.as_str(), &**name), ("x1-", "B"));
}

#[test]
fn words_of_variables() {
    let words = |text: &str| {
        let found = expand_words(text, Escape::Backslash, |name| match name {
            "TWO" => Lookup::Value(" 80  443 ".into()),
            _ => Lookup::Unset,
        });
        let found = found.unwrap();
        found
            .iter()
            .map(|word| (word.value.known().unwrap().to_owned(), text[word.range.clone()].to_owned()))
            .collect::<Vec<_>>()
    };
    let pair = |value: &str, range: &str| (value.to_owned(), range.to_owned());
    assert_eq!(words("a$TWO"), [pair("a", "a"), pair("80", "$TWO"), pair("443", "$TWO")]);
    assert_eq!(words("\"$TWO\" b"), [pair(" 80  443 ", "\"$TWO\""), pair("b", "b")]);
    // BuildKit loses what stands before a modifier.
    assert_eq!(words("80${NO:-81}"), [pair("81", "${NO:-81}")]);
}

#[test]
fn bounds_of_variables() {
    let deep = "${a:-".repeat(10_000) + &"}".repeat(10_000);
    let error = expand(&deep, Escape::Backslash, |_| Lookup::Unset).unwrap_err();
    assert_eq!(error.kind, ExpandErrorKind::Limit);
    let long = "x".repeat(40_000);
    let error = expand("$a$a$a", Escape::Backslash, |_| Lookup::Value(long.as_str().into())).unwrap_err();
    assert_eq!(error.kind, ExpandErrorKind::Limit);
    let stars = "*".repeat(30_000);
    assert!(expand(&format!("${{a#{stars}}}"), Escape::Backslash, |_| Lookup::Value("x".into())).is_err());
}

#[test]
fn image_references() {
    let parts = |text: &str| {
        ImageRef::parse(text).map_err(|error| error.message).map(|found| {
            let digest = found.digest().map(|digest| format!("@{}", &digest[..12])).unwrap_or_default();
            let tag = found.tag().map(|tag| format!(":{tag}")).unwrap_or_default();
            format!("{}{tag}{digest} = {}", found.canonical_name(), found.familiar_name())
        })
    };
    let hash = "0123456789abcdef".repeat(4);
    let pinned = format!("alpine:3@sha256:{hash}");
    for (text, want) in [
        ("alpine", "docker.io/library/alpine = alpine"),
        ("library/alpine:3", "docker.io/library/alpine:3 = alpine"),
        ("index.docker.io/me/app", "docker.io/me/app = me/app"),
        ("localhost/a", "localhost/a = localhost/a"),
        (
            "localhost:5000/a/b_c/d__e/f--g:T_1.x",
            "localhost:5000/a/b_c/d__e/f--g:T_1.x = localhost:5000/a/b_c/d__e/f--g",
        ),
        ("[::1]:5000/a", "[::1]:5000/a = [::1]:5000/a"),
        ("UPPER/app", "UPPER/app = UPPER/app"),
        (&pinned, "docker.io/library/alpine:3@sha256:01234 = alpine"),
    ] {
        assert_eq!(parts(text).as_deref(), Ok(want), "{text}");
    }
    for (text, message) in [
        ("", "the image reference is empty"),
        ("Alpine", "the repository name `Alpine` must be in lower case"),
        ("a: b", "the image reference `a: b` holds a blank"),
        ("a:", "`` is no legal tag"),
        ("a:-b", "`-b` is no legal tag"),
        ("a___b", "`a___b` is no legal repository name"),
        ("a//b", "`a//b` is no legal repository name"),
        ("a/", "`a/` is no legal repository name"),
        ("http://a/b", "`/a/b` is no legal repository name"),
        ("a@sha256:12", "the digest `sha256:12` has the wrong length"),
        ("a@md5:12", "the digest `md5:12` has an unknown algorithm"),
        (&hash, &format!("`{hash}` is an image's identifier, not a reference")),
    ] {
        assert_eq!(parts(text), Err(message.to_owned()), "{text}");
    }
    let found = ImageRef::parse("quay.io/a/b:c").unwrap();
    assert_eq!(
        (found.registry_range(), found.repository_range(), found.tag_range()),
        (Some(0..7), 8..11, Some(12..13))
    );
}

#[test]
fn ports() {
    let spec = |text: &str| PortSpec::parse(text).map_err(|error| error.message);
    let found = spec("127.0.0.1:8080-8081:80-81/TCP").unwrap();
    assert_eq!((found.ports, found.protocol, found.host_range), (80..=81, "tcp", Some(0..19)));
    assert_eq!(spec("8080:80").unwrap().host_range, Some(0..4));
    assert_eq!(spec("0").unwrap().ports, 0..=0);
    assert_eq!(spec("53/udp").unwrap().protocol_range, Some(3..6));
    for (text, message) in [
        ("", "`` names no port"),
        ("65536", "`65536` is no port or range of ports between 0 and 65535"),
        ("90-80", "`90-80` is no port or range of ports between 0 and 65535"),
        ("http", "`http` is no port or range of ports between 0 and 65535"),
        ("80/http", "`http` is no protocol: use tcp, udp or sctp"),
        ("1.2.3:80:80", "`1.2.3` is no IP address"),
        ("1-2:1-3", "the ranges `1-2` and `1-3` have different lengths"),
    ] {
        assert_eq!(spec(text), Err(message.to_owned()), "{text}");
    }
}

#[test]
fn git_references() {
    let found = GitRef::parse("https://example.org/a/b.git?subdir=x%20y&submodules=false#v1").unwrap();
    assert_eq!((&*found.remote, &*found.short_name), ("https://example.org/a/b.git", "b"));
    assert_eq!((&*found.reference, &*found.subdirectory, found.submodules), ("v1", "x y", Some(false)));
    assert_eq!(GitRef::parse("GIT://h/p").unwrap().remote, "git://h/p");
    assert!(GitRef::parse("git@h:p.git#main:sub").is_ok_and(|found| found.subdirectory == "sub"));
    for text in
        ["a/b", "https://h/p.tar", "ftp://h/p.git", "http://h:x/p.git", "C:\\x", "../p.git", "", "https://h/%zz.git"]
    {
        assert!(GitRef::parse(text).is_err(), "{text}");
    }
    for (query, message) in [
        ("tag=a&branch=b", "the branch `b` and the tag `a` exclude each other"),
        ("ref=a&ref=a", "the query `ref` has several values"),
        ("ref=", "the query `ref` has no value"),
        ("keep-git-dir=x", "`x` is no value for the query `keep-git-dir`"),
        ("depth=1", "the query `depth` is not known"),
    ] {
        let error = GitRef::parse(&format!("https://h/p.git?{query}")).unwrap_err();
        assert_eq!(error.to_string(), message);
    }
}
