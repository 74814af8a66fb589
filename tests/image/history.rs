//! The spellings of builders, the Dockerfile that a history makes, and which step is which instruction.

use std::sync::Arc;

use lotse::dockerfile::{self, Keyword};
use lotse::image::Image;
use lotse::image::align::align;
use lotse::image::attribution::{Attribution, Base, BuiltFrom, Origin};
use lotse::image::config::{Config, Step};
use lotse::image::history::read;
use lotse::image::layer::Layer;
use lotse::source::{Source, Span};

fn step(created_by: &str, is_empty_layer: bool) -> Step {
    Step { created_by: created_by.to_owned(), is_empty_layer, ..Step::default() }
}

fn line(created_by: &str) -> String {
    read(&step(created_by, true)).line()
}

#[test]
fn every_builder_is_understood() {
    for (spelled, wanted) in [
        // Docker's classic builder.
        ("/bin/sh -c #(nop)  CMD [\"bash\"]", "CMD [\"bash\"]"),
        ("/bin/sh -c #(nop) ADD file:0a1b in / ", "ADD file:0a1b /"),
        ("/bin/sh -c #(nop) COPY multi:0a1b in /app/ ", "COPY multi:0a1b /app/"),
        ("/bin/bash -o pipefail -c #(nop) USER app", "USER app"),
        ("/bin/sh -c #(nop)  VOLUME [/data /log]", "VOLUME /data /log"),
        ("/bin/sh -c apt-get update", "RUN apt-get update"),
        ("|2 A=1 B=two words /bin/sh -c make", "RUN make"),
        // BuildKit.
        ("RUN /bin/sh -c apt-get update # buildkit", "RUN apt-get update"),
        ("RUN |1 A=1 /bin/sh -c make # buildkit", "RUN make"),
        ("RUN /bin/bash -o pipefail -c make | tee log # buildkit", "RUN make | tee log"),
        ("COPY --chown=app:app . /app # buildkit", "COPY --chown=app:app . /app"),
        ("WORKDIR /app", "WORKDIR /app"),
        ("CMD [\"node\" \"app.js\"]", "CMD [\"node\", \"app.js\"]"),
        (
            "ENTRYPOINT [\"/bin/sh\" \"-c\" \"echo \\\"a b\\\"\"]",
            "ENTRYPOINT [\"/bin/sh\", \"-c\", \"echo \\\"a b\\\"\"]",
        ),
        ("EXPOSE map[80/tcp:{} 443/tcp:{}]", "EXPOSE 80/tcp 443/tcp"),
        ("EXPOSE [80/tcp]", "EXPOSE 80/tcp"),
        ("SHELL [/bin/bash -o pipefail -c]", "SHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]"),
        (
            "HEALTHCHECK &{[\"CMD-SHELL\" \"curl -f http://localhost/\"] \"30s\" \"3s\" \"0s\" \"0s\" '\\x03'}",
            "HEALTHCHECK CMD curl -f http://localhost/",
        ),
        ("HEALTHCHECK &{[\"NONE\"] \"0s\" \"0s\" \"0s\" \"0s\" '\\x00'}", "HEALTHCHECK NONE"),
        // Kaniko writes the Dockerfile's own text; other tools write what they like.
        ("RUN apt-get update && apt-get install -y curl", "RUN apt-get update && apt-get install -y curl"),
        ("bazel build ...", "bazel build ..."),
        ("umoci config", "umoci config"),
        ("run of the mill", "run of the mill"),
        ("|x broken", "|x broken"),
        ("", ""),
    ] {
        assert_eq!(line(spelled), wanted, "{spelled}");
    }
    let arguments = read(&step("|2 A=1 B=two words /bin/sh -c make", false)).build_args;
    assert_eq!(arguments, ["A=1", "B=two words"]);
}

#[test]
fn credentials_are_never_shown() {
    for (spelled, wanted) in [
        ("ENV API_TOKEN=Kx82mPq0vTz9", "ENV API_TOKEN=Kx8***"),
        ("ENV API_TOKEN Kx82mPq0vTz9", "ENV API_TOKEN Kx8***"),
        ("RUN /bin/sh -c TOKEN=Kx82mPq0 make # buildkit", "RUN TOKEN=*** make"),
        ("ARG PASSWORD=\"Kx82mPq0vTz9aB\"", "ARG PASSWORD=\"Kx8***\""),
        ("LABEL a=ghp_0123456789abcdefghijABCDEFGHIJ012345 b=c", "LABEL a=ghp*** b=c"),
    ] {
        assert_eq!(line(spelled), wanted, "{spelled}");
    }
}

/// An image of empty layers with this history: `-` in front of a step that makes none.
fn image(history: &[&str]) -> Image {
    let history: Vec<Step> =
        history.iter().map(|text| step(text.trim_start_matches('-'), text.starts_with('-'))).collect();
    let layers = history.iter().filter(|step| !step.is_empty_layer).map(|_| Layer::default()).collect();
    Image { config: Config { history, ..Config::default() }, layers, ..Image::default() }
}

#[test]
fn a_history_is_a_dockerfile() {
    let long = format!(
        "RUN /bin/sh -c apt-get update && apt-get install -y {} && rm -rf /x # buildkit",
        "package ".repeat(12).trim()
    );
    let image = image(&[
        "/bin/sh -c #(nop) ADD file:0a1b in / ", "-/bin/sh -c #(nop)  CMD [\"bash\"]", &long,
        "RUN /bin/sh -c set -e\nmake\nmake install\n # buildkit", "RUN /bin/sh -c cat <<EOF > /x # buildkit",
        "debian.sh --arch amd64", "-ENV A=\\", "-USER app",
    ]);
    let attribution = Attribution::new(&image, "app.tar", Base::default(), None);
    assert_eq!(
        attribution.source.text(),
        "FROM scratch AS base\nADD file:0a1b /\nCMD [\"bash\"]\n\nFROM base\nRUN apt-get update \\\n    && apt-get install -y package \
         package package package package package package package package package package package \\\n    && rm -rf /x\nRUN <<EOF\nset \
         -e\nmake\nmake install\nEOF\n# RUN cat <<EOF > /x\n# debian.sh --arch amd64\nENV A=\nUSER app\n"
    );
    let file = dockerfile::parse(&attribution.source);
    assert!(file.errors.is_empty(), "{:?}", file.errors);
    let keywords: Vec<Keyword> = file.instructions.iter().map(|instruction| instruction.keyword).collect();
    let wanted = [
        Keyword::From,
        Keyword::Add,
        Keyword::Cmd,
        Keyword::From,
        Keyword::Run,
        Keyword::Run,
        Keyword::Env,
        Keyword::User,
    ];
    assert_eq!(keywords, wanted);
    for placed in &attribution.steps {
        let place = attribution.source.slice(placed.keyword.unwrap());
        let name = placed.instruction.keyword.name();
        assert!(place == name || place.starts_with("# "), "{place}: {name}");
    }
    assert_eq!(attribution.source.slice(attribution.whole), "FROM base");
}

#[test]
fn the_base_image_ends_where_it_is_told() {
    let image = image(&[
        "/bin/sh -c #(nop) ADD file:0a1b in / ", "-/bin/sh -c #(nop)  CMD [\"bash\"]",
        "RUN /bin/sh -c apt-get update # buildkit", "-ENTRYPOINT [\"a\"]", "COPY . /app # buildkit", "-CMD [\"b\"]",
    ]);
    let base = |layers, steps| Attribution::new(&image, "", Base { layers, steps }, None);
    for (attribution, layers, steps, is_guessed) in [
        (base(None, None), 2, 4, true),
        (base(Some(1), None), 1, 2, false),
        (base(Some(2), None), 2, 4, false),
        (base(Some(1), Some(2)), 1, 2, false),
        (base(Some(0), None), 0, 0, false),
        (base(Some(3), None), 3, 5, false),
    ] {
        assert_eq!(attribution.base_layers(), layers);
        let of_base = attribution.steps.iter().filter(|step| step.origin == Origin::Base).count();
        assert_eq!((of_base, attribution.is_guessed), (steps, is_guessed));
    }
}

/// For each step the line of the Dockerfile that it is aligned with.
fn lines(history: &[&str], text: &str) -> Vec<Option<u32>> {
    let steps: Vec<_> = history.iter().map(|text| read(&step(text, true))).collect();
    let source = Source::new("Dockerfile", text);
    let file = dockerfile::parse(&source);
    let all: Vec<usize> = (0..file.instructions.len()).collect();
    let found = align(&steps, &source, &file, &all).instructions;
    let line = |index: usize| source.lines().line(file.instructions[index].span.start);
    found.into_iter().map(|index| index.map(line)).collect()
}

#[test]
fn steps_are_aligned_from_the_end() {
    let text = "FROM debian:12\nENV A=1\nRUN apt-get update \\\n # why\n && apt-get install -y curl\nCOPY --chown=app . /app\n\
                WORKDIR /app\nRUN make\nUSER app\nCMD run it\n";
    let history = [
        "ADD file:0a1b in /",
        "RUN /bin/sh -c make # buildkit",
        "CMD [\"bash\"]",
        "ENV A=1",
        "RUN /bin/sh -c apt-get update  && apt-get install -y curl # buildkit",
        "COPY --chown=app . /app # buildkit",
        "WORKDIR /app",
        "RUN /bin/sh -c make # buildkit",
        "USER app",
        "CMD [\"/bin/sh\" \"-c\" \"run it\"]",
    ];
    let own = [Some(2), Some(3), Some(6), Some(7), Some(8), Some(9), Some(10)];
    assert_eq!(lines(&history, text), [&[None; 3][..], &own[..]].concat());
    // A step that the Dockerfile does not have, and an instruction that left no step.
    let mut other: Vec<&str> = history.to_vec();
    other.remove(3);
    other.insert(5, "LABEL built=by-hand");
    let wanted = [None, None, None, Some(3), Some(6), None, Some(7), Some(8), Some(9), Some(10)];
    assert_eq!(lines(&other, text), wanted);
    // Docker's classic builder tells of a copy only where it goes.
    let classic = ["/bin/sh -c #(nop) COPY dir:0a in /etc/app ", "/bin/sh -c #(nop) COPY dir:1b in /app "];
    assert_eq!(lines(&classic, "FROM x\nCOPY etc /etc/app\nCOPY . /app\n"), [Some(2), Some(3)]);
}

#[test]
fn a_foreign_dockerfile_is_not_used() {
    let image = image(&["RUN /bin/sh -c make all # buildkit", "COPY a b /srv/ # buildkit"]);
    let source = Arc::new(Source::new("Dockerfile", "FROM debian:12\nRUN apt-get install -y curl git\nCOPY x /opt\n"));
    let file = dockerfile::parse(&source);
    let built_from = BuiltFrom { source: &source, dockerfile: &file, made_of: &[1, 2], from: Span::empty(0) };
    let attribution = Attribution::new(&image, "app.tar", Base::default(), Some(built_from));
    assert!(attribution.is_misfit);
    assert_eq!(attribution.source.path().to_str(), Some("app.tar"));
}

#[test]
fn a_history_that_does_not_fit_places_nothing() {
    let mut image = image(&["ADD a / # buildkit", "RUN /bin/sh -c make # buildkit"]);
    image.layers.pop();
    let attribution = Attribution::new(&image, "app.tar", Base::default(), None);
    assert!(attribution.step_of(0).is_none());
    assert_eq!((attribution.place(0), attribution.origin(0)), (attribution.whole, Origin::Unknown));
}

#[test]
fn a_long_history_is_aligned_in_time() {
    let steps: Vec<_> = (0..8192).map(|number| read(&step(&format!("RUN /bin/sh -c make {number}"), false))).collect();
    let text = (0..4000).fold("FROM x\n".to_owned(), |text, number| text + &format!("RUN make {number}\n"));
    let source = Source::new("Dockerfile", text);
    let file = dockerfile::parse(&source);
    let all: Vec<usize> = (0..file.instructions.len()).collect();
    assert!(align(&steps, &source, &file, &all).instructions.iter().any(Option::is_some));
}
