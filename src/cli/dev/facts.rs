//! `lotse dev facts`: what a rule would see of a file, as text.

use std::fmt::Write as _;
use std::path::Path;

use crate::cli::{FAILED, print, say};
use crate::config::inline::Suppressions;
use crate::context::Context;
use crate::dockerfile::{self, Dockerfile};
use crate::facts::{self, Facts, Health, Piece};
use crate::model::{self, Base, BuildOptions, Model, Stage, Value};
use crate::report::escaped;
use crate::shell::{Command, Memory};
use crate::source::{Source, Span};

pub(super) fn run(path: &Path) -> u8 {
    match crate::discover::read(path) {
        Ok(source) => {
            let dockerfile = dockerfile::parse(&source);
            let shells = Suppressions::of_dockerfile(&source, &dockerfile, false).shells;
            let options = BuildOptions { shells: &shells, ..BuildOptions::default() };
            let model = model::build(&dockerfile, &options);
            let context = Context::open(path, None);
            let facts = facts::build(&source, &dockerfile, &model, Some(&context), false, &Memory::default());
            print(&show(&source, &dockerfile, &model, &facts))
        }
        Err(error) => {
            say(format_args!("{}: {error}", path.display()));
            FAILED
        }
    }
}

fn show(source: &Source, dockerfile: &Dockerfile, model: &Model, facts: &Facts) -> String {
    let mut out = String::new();
    for stage in &model.stages {
        show_stage(&mut out, model, stage);
        for at in stage.instructions.clone() {
            let instruction = &dockerfile.instructions[at];
            let line = source.lines().line(instruction.span.start);
            let _ = writeln!(out, "  {line}: {}", escaped(source.slice(instruction.keyword_span)));
            if let Some(run) = facts.run(at) {
                let _ = writeln!(out, "    {:?}, pipefail {}, errexit {}", run.dialect, run.pipefail, run.errexit);
                run.pieces.iter().for_each(|piece| show_piece(&mut out, source, piece));
            }
            if let Some(startup) = facts.startup(at) {
                let _ = writeln!(out, "    {}", if startup.exec { "exec form" } else { "shell form" });
                show_piece(&mut out, source, &startup.piece);
            }
        }
        let ending = facts.ending(stage);
        let line = |number: usize| {
            facts
                .startups
                .get(number)
                .map_or(0, |startup| source.lines().line(dockerfile.instructions[startup.at].span.start))
        };
        let _ = writeln!(
            out,
            "  at the end: user {}, directory {}, entrypoint {}, cmd {}, health check {}",
            value(model.last_state(stage).and_then(|state| state.user.as_ref()).map(|setting| &setting.value)),
            value(model.last_state(stage).and_then(|state| state.workdir.as_ref()).map(|setting| &setting.value)),
            ending.entrypoint.map_or("none".into(), |number| format!("of line {}", line(number))),
            ending.cmd.map_or("none".into(), |number| format!("of line {}", line(number))),
            match ending.healthcheck {
                Health::Unset => "unset".into(),
                Health::None => "switched off".into(),
                Health::Check(number) => format!("of line {}", line(number)),
            }
        );
    }
    for script in &facts.scripts {
        let _ = writeln!(
            out,
            "script {} as {}, {:?}, executable {:?}",
            escaped(&script.context_path),
            escaped(&script.path),
            script.role,
            script.executable
        );
        show_piece(&mut out, &script.source, &script.piece);
    }
    out
}

fn show_stage(out: &mut String, model: &Model, stage: &Stage) {
    let base = match &stage.base {
        Base::Scratch => "scratch".to_owned(),
        Base::Stage(parent) => format!("stage {parent}"),
        Base::Image(image) => format!("image {}", escaped(image.reference.as_str())),
        Base::Partial(image) => {
            format!("image {} of unknown tag", escaped(image.reference.as_str()))
        }
        Base::Unknown => "unknown".to_owned(),
    };
    let name = stage.name.as_deref().unwrap_or("-");
    let _ = writeln!(out, "stage {} {}: on {base}", stage.index, escaped(name));
    if let Some(known) = model.base_image(stage) {
        let _ =
            writeln!(out, "  base: {:?}, shell {:?}, user {}", known.family, known.shell, known.user.unwrap_or("root"));
    }
    let _ = writeln!(
        out,
        "  reaches the target: {}, in an image: {}, final: {}",
        stage.reaches_target, stage.in_image, stage.is_final
    );
    let mut names: Vec<_> = stage.scope.definitions().collect();
    names.sort_unstable_by_key(|(name, _)| *name);
    for (name, all) in names {
        for definition in all {
            let _ = writeln!(out, "  {:?} {} = {}", definition.origin, escaped(name), value(Some(&definition.value)));
        }
    }
}

fn show_piece(out: &mut String, source: &Source, piece: &Piece) {
    for command in &piece.script.commands {
        let _ = writeln!(out, "    {}", show_command(source, command));
    }
    for action in &piece.deeds.packages {
        let packages: Vec<_> = action.packages.iter().map(|package| escaped(&package.text).into_owned()).collect();
        let _ = writeln!(out, "    > {:?} {:?}: {}", action.manager.manager, action.verb, packages.join(" "));
    }
    for download in &piece.deeds.downloads {
        let url = download.url.as_ref().map_or("?", |(url, _)| url);
        let _ = writeln!(out, "    > download {} to {:?}", escaped(url), download.to);
    }
    for removal in &piece.deeds.removals {
        let paths: Vec<_> = removal.paths.iter().map(|(path, _)| escaped(path).into_owned()).collect();
        let _ = writeln!(out, "    > removal of {}", paths.join(" "));
    }
    for account in &piece.deeds.accounts {
        let _ = writeln!(out, "    > account {} uid {:?}", escaped(&account.name), account.uid);
    }
    if let Some(broken) = &piece.script.broken {
        let _ = writeln!(out, "    > not understood at {}: {}", at(source, broken.span), escaped(&broken.message));
    }
}

fn show_command(source: &Source, command: &Command) -> String {
    let words: Vec<_> = command.words.iter().map(|word| escaped(&word.text).into_owned()).collect();
    let marks = [
        (command.background, "background"),
        (command.guarded, "guarded"),
        (command.conditional, "conditional"),
        (command.substitution, "substitution"),
        (command.subshell && !command.substitution, "subshell"),
        (command.pipeline.is_some(), "pipeline"),
    ];
    let marks: Vec<_> = marks.into_iter().filter_map(|(holds, mark)| holds.then_some(mark)).collect();
    let wrappers: Vec<_> = command.wrappers.iter().map(|wrapper| &*wrapper.name).collect();
    let mut line = format!("{} {}", at(source, command.span), words.join(" "));
    if !wrappers.is_empty() {
        let _ = write!(line, "  [through {}]", escaped(&wrappers.join(" ")));
    }
    if !marks.is_empty() {
        let _ = write!(line, "  [{}]", marks.join(", "));
    }
    line
}

fn at(source: &Source, span: Span) -> String {
    let position = source.lines().position(source.text(), span.start);
    format!("{}:{}", position.line, position.column)
}

fn value(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Unknown) => "?".into(),
        Some(Value::Known(text)) => format!("\"{}\"", escaped(text)),
        Some(Value::Partly(parts)) => {
            let text: String =
                parts.iter().map(|part| if let model::Part::Text(text) = part { text } else { "?" }).collect();
            format!("\"{}\" in part", escaped(&text))
        }
    }
}
