//! Images in the text form of rule pages: a Dockerfile in which comments say what each instruction leaves in its layer.
//!
//! - `#+ etc/passwd 1kB`: a file, with `mode=4755`, `uid=5`, `gid=5`, `mtime=9`, `content=WORD` (files with the same word are equal) or
//!   `text="…"` (a JSON string: the content itself) behind it; `capabilities` and `device` say what else it is;
//! - `#+ etc/`: a folder; `#+ bin -> usr/bin`: a symbolic link; `#+ a = b`: another name of `b`;
//! - `#- etc/passwd`: a whiteout; `#- etc/*`: an opaque one;
//! - `#~ srv/app 3MB mtime=9`: what another build, which the image is compared with, has in the layer in place of the same path;
//! - `#= KEY VALUE`: the configuration says otherwise than the instructions: see [`set`];
//! - `#! KIND MESSAGE`: the reader found something wrong with the layer above, or with the image where none is above.
//!
//! What stands below FROM is the layer of the base image.

#![allow(dead_code, clippy::unwrap_used, reason = "each test uses its part; a test that cannot go on fails")]

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use lotse::dockerfile::{self, Command, Healthcheck, Instruction, Kind, Text};
use lotse::image::attribution::Base;
use lotse::image::config::{Config, Step};
use lotse::image::layer::{Entry, Kind as EntryKind, Layer};
use lotse::image::{Image, Problem, ProblemKind};
use lotse::lint::ImageInput;
use lotse::source::Source;

/// The image that a text shows, and what is known of it besides.
pub(crate) fn read(name: &str, text: &str) -> (Image, ImageInput) {
    let source = Arc::new(Source::new(name, text));
    let file = dockerfile::parse(&source);
    let config = Config { os: "linux".to_owned(), architecture: "amd64".to_owned(), ..Config::default() };
    let mut image = Image { config, ..Image::default() };
    let mut base = Base::default();
    let mut others = Vec::new();
    let from = file.instructions.iter().rposition(|one| matches!(one.kind, Kind::From(_))).expect("there is a FROM");
    for (index, instruction) in file.instructions.iter().enumerate().skip(from) {
        let until = file.instructions.get(index + 1).map_or(text.len(), |next| next.span.start as usize);
        let notes = &text[instruction.span.end as usize..until];
        let is_base = index == from;
        if is_base {
            if source.slice(instruction.arguments) != "scratch" {
                step(&mut image, "/bin/sh -c #(nop) ADD file:0123 in / ", true);
                step(&mut image, "/bin/sh -c #(nop)  CMD [\"sh\"]", false);
            }
            base = Base { layers: Some(image.layers.len()), steps: Some(image.config.history.len()) };
        } else {
            let makes_layer = notes.contains("#+")
                || notes.contains("#-")
                || matches!(instruction.kind, Kind::Run(_) | Kind::Copy(_) | Kind::Add(_));
            step(&mut image, &spelled(&source, instruction), makes_layer);
            configure(&mut image.config, &source, instruction);
        }
        for note in notes.lines() {
            add(&mut image, note);
            others.extend(note.trim().strip_prefix("#~ ").map(|text| (image.layers.len() - 1, text.to_owned())));
        }
    }
    if text.contains("#= unknown-base") {
        base = Base::default();
    }
    let source = (!text.contains("#= no-dockerfile")).then_some(source);
    let other = other_build(&image, &others);
    (image, ImageInput { path: "image.tar".to_owned(), dockerfile: source, base, other })
}

/// Another build that differs in these entries; none where there are none.
fn other_build(image: &Image, entries: &[(usize, String)]) -> Option<Arc<Image>> {
    let mut layers = image.layers.clone();
    for (layer, text) in entries {
        let layer = &mut layers[*layer];
        "sha256:another".clone_into(&mut layer.diff_id);
        let entries = Arc::make_mut(&mut layer.entries);
        let same = entry(text, 0).path;
        let at = entries.iter().position(|entry| entry.path == same).unwrap_or(entries.len());
        let entry = entry(text, at);
        if at < entries.len() { entries[at] = entry } else { entries.push(entry) }
    }
    (!entries.is_empty()).then(|| Arc::new(Image { layers, config: image.config.clone(), ..Image::default() }))
}

fn step(image: &mut Image, created_by: &str, makes_layer: bool) {
    image.config.history.push(Step {
        created_by: created_by.to_owned(),
        created: Some("2024-05-01T10:00:00Z".to_owned()),
        is_empty_layer: !makes_layer,
        ..Step::default()
    });
    if makes_layer {
        let diff_id = format!("sha256:{:064x}", image.layers.len());
        image.config.diff_ids.push(diff_id.clone());
        image.layers.push(Layer { diff_id, is_verified: true, ..Layer::default() });
    }
}

/// As BuildKit spells it.
fn spelled(source: &Source, instruction: &Instruction) -> String {
    let arguments = source.slice(instruction.arguments);
    let words: Vec<&str> = arguments.lines().map(|line| line.trim().trim_end_matches('\\').trim()).collect();
    let arguments = words.join(" ");
    match &instruction.kind {
        Kind::Run(Some(Command::Shell(_))) => format!("RUN /bin/sh -c {arguments} # buildkit"),
        _ => format!("{} {arguments} # buildkit", instruction.keyword.name()),
    }
}

/// What an instruction sets.
fn configure(config: &mut Config, source: &Source, instruction: &Instruction) {
    let texts = |texts: &[Text]| texts.iter().map(|text| text.unquoted().to_owned()).collect::<Vec<String>>();
    let command = |command: &Option<Command>| match command {
        None => Vec::new(),
        Some(Command::Exec(words)) => texts(words),
        Some(Command::Shell(span)) => vec!["/bin/sh".into(), "-c".into(), source.slice(*span).to_owned()],
    };
    match &instruction.kind {
        Kind::User(user) => user.unquoted().clone_into(&mut config.user),
        Kind::Env(pairs) => {
            for pair in &pairs.pairs {
                config.env.push(format!("{}={}", pair.key.unquoted(), pair.value.unquoted()));
            }
        }
        Kind::Label(pairs) => {
            for pair in &pairs.pairs {
                config.labels.insert(pair.key.unquoted().to_owned(), pair.value.unquoted().to_owned());
            }
        }
        Kind::Cmd(words) => config.cmd = command(words),
        Kind::Entrypoint(words) => config.entrypoint = command(words),
        Kind::Workdir(path) => path.unquoted().clone_into(&mut config.working_dir),
        Kind::Expose(ports) => {
            let whole = |port: String| if port.contains('/') { port } else { format!("{port}/tcp") };
            config.exposed_ports.extend(texts(ports).into_iter().map(whole));
        }
        Kind::Volume(paths) => config.volumes.extend(texts(paths)),
        Kind::Shell(words) => config.shell = texts(words),
        Kind::Stopsignal(signal) => config.stop_signal = Some(signal.unquoted().to_owned()),
        Kind::Healthcheck(Healthcheck::None) => config.healthcheck = Some(vec!["NONE".to_owned()]),
        Kind::Healthcheck(Healthcheck::Cmd(Command::Exec(words))) => {
            config.healthcheck = Some([vec!["CMD".to_owned()], texts(words)].concat());
        }
        Kind::Healthcheck(Healthcheck::Cmd(Command::Shell(span))) => {
            config.healthcheck = Some(vec!["CMD-SHELL".to_owned(), source.slice(*span).to_owned()]);
        }
        Kind::Onbuild(_) => config.on_build.push(source.slice(instruction.arguments).to_owned()),
        _ => {}
    }
}

/// What a comment adds to the image.
fn add(image: &mut Image, note: &str) {
    let note = note.trim();
    if let Some(text) = note.strip_prefix("#+ ") {
        let layer = image.layers.last_mut().expect("a layer stands above an entry");
        let entry = entry(text, layer.entries.len());
        Arc::make_mut(&mut layer.entries).push(entry);
    } else if let Some(path) = note.strip_prefix("#- ") {
        let name = match path.strip_suffix("/*") {
            Some(folder) => format!("{folder}/.wh..wh..opq"),
            None => match path.rsplit_once('/') {
                Some((folder, name)) => format!("{folder}/.wh.{name}"),
                None => format!(".wh.{path}"),
            },
        };
        let layer = image.layers.last_mut().expect("a layer stands above a whiteout");
        Arc::make_mut(&mut layer.entries).push(entry(&format!("{name} 0B"), 0));
    } else if let Some(text) = note.strip_prefix("#= ") {
        let (key, value) = text.split_once(' ').unwrap_or((text, ""));
        set(image, key, value);
    } else if let Some(text) = note.strip_prefix("#! ") {
        let (kind, message) = text.split_once(' ').expect("a problem has a kind and a message");
        let kind = match kind {
            "odd" => ProblemKind::Odd,
            "mismatch" => ProblemKind::Mismatch,
            "incomplete" => ProblemKind::Incomplete,
            _ => panic!("`{kind}` is no kind of a problem"),
        };
        let problem = Problem { kind, message: message.to_owned() };
        match image.layers.last_mut() {
            Some(layer) => layer.problems.push(problem),
            None => image.problems.push(problem),
        }
    }
}

/// An entry, `usr/bin/su 60kB mode=4755`.
fn entry(text: &str, number: usize) -> Entry {
    let path = |path: &str| Arc::<[u8]>::from(path.trim_matches('/').as_bytes());
    let mut entry = Entry {
        path: path(""),
        kind: EntryKind::File,
        mode: 0o644,
        uid: 0,
        gid: 0,
        size: 0,
        mtime: 1_714_557_600,
        content_hash: None,
        body: None,
        has_capabilities: false,
    };
    let (text, body) = text.split_once(" text=").map_or((text, None), |(text, body)| (text, Some(body)));
    let mut words = text.split_whitespace();
    let name = words.next().unwrap();
    entry.path = path(name);
    if name.ends_with('/') {
        (entry.kind, entry.mode) = (EntryKind::Directory, 0o755);
    }
    let mut content = format!("{name} {number}");
    while let Some(word) = words.next() {
        match word.split_once('=') {
            None if word == "->" => entry.kind = EntryKind::Symlink(Arc::from(words.next().unwrap().as_bytes())),
            Some(("", "")) => entry.kind = EntryKind::Hardlink(path(words.next().unwrap())),
            Some(("mode", mode)) => entry.mode = u16::from_str_radix(mode, 8).unwrap(),
            Some(("uid", uid)) => entry.uid = uid.parse().unwrap(),
            Some(("gid", gid)) => entry.gid = gid.parse().unwrap(),
            Some(("mtime", mtime)) => entry.mtime = mtime.parse().unwrap(),
            Some(("content", word)) => word.clone_into(&mut content),
            None if word == "capabilities" => entry.has_capabilities = true,
            None if word == "device" => entry.kind = EntryKind::Special,
            None => entry.size = size(word),
            Some(_) => panic!("`{word}` says nothing about an entry"),
        }
    }
    if let Some(body) = body {
        let body: String = serde_json::from_str(body).unwrap_or_else(|error| panic!("{body}: {error}"));
        (entry.size, content) = (body.len() as u64, body.clone());
        entry.body = Some(Arc::from(body.into_bytes()));
    }
    if entry.kind == EntryKind::File {
        entry.content_hash = Some(hash(&content));
    }
    entry
}

fn hash(text: &str) -> u128 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    u128::from(hasher.finish())
}

/// `18MB`
fn size(word: &str) -> u64 {
    let unit = word.trim_start_matches(|c: char| c.is_ascii_digit());
    let factor = match unit {
        "B" => 1,
        "kB" => 1_000,
        "MB" => 1_000_000,
        "GB" => 1_000_000_000,
        _ => panic!("`{word}` is no size"),
    };
    word[..word.len() - unit.len()].parse::<u64>().unwrap() * factor
}

/// What `#= KEY VALUE` sets.
fn set(image: &mut Image, key: &str, value: &str) {
    let text = value.to_owned();
    let config = &mut image.config;
    match key {
        "name" => image.names.push(text),
        "digest" => image.digest = Some(text),
        "form" => image.is_oci = value == "oci",
        "os" => config.os = text,
        "architecture" => config.architecture = text,
        "variant" => config.variant = text,
        "platform" => image.platform = Some(text),
        "created" => config.created = (!text.is_empty()).then_some(text),
        "user" => config.user = text,
        "env" => config.env.push(text),
        "healthcheck" => config.healthcheck = None,
        // Read where the rest is told.
        "unknown-base" | "no-dockerfile" => {}
        "shell" => config.shell.clear(),
        "label" => {
            let (key, value) = value.split_once('=').expect("a label has a value");
            config.labels.insert(key.to_owned(), value.to_owned());
        }
        // A step of another builder, or one that the Dockerfile does not have.
        "step" => step(image, value, false),
        "layer" => step(image, value, true),
        // The history no longer fits the layers.
        "forget-step" => drop(config.history.pop()),
        "unverified" => image.layers.iter_mut().for_each(|layer| layer.is_verified = false),
        _ => panic!("`{key}` is nothing that can be set"),
    }
}
