//! What the RUNs of a stage do to a script that the image runs: line ends and mode.

use super::paths::normalise;
use super::{Facts, Role, RunFacts, ScriptFacts};
use crate::model::Model;
use crate::shell::Command;
use crate::source::file_name;

impl Facts {
    /// Whether the build makes a script executable, or copies it with a mode.
    pub fn makes_executable(&self, model: &Model, script: &ScriptFacts) -> bool {
        // A script that the build runs may set the mode of others.
        let by_script = |other: &ScriptFacts| {
            let commands = &other.piece.script.commands;
            other.role == Role::Build
                && commands.iter().any(|command| command.words.iter().any(|word| word.is("chmod")))
        };
        self.commands_before(model, script).any(|command| sets_mode(command, script))
            || self.scripts.iter().any(by_script)
    }

    /// Whether the build converts line ends, by whatever name it calls the files.
    pub fn converts_line_ends(&self, model: &Model, script: &ScriptFacts) -> bool {
        self.commands_before(model, script).any(|command| match command.name() {
            Some("dos2unix" | "fromdos") => true,
            Some("sed" | "tr" | "perl") => command.texts().iter().any(|text| text.contains("\\r")),
            _ => false,
        })
    }

    fn commands_before<'a>(&'a self, model: &'a Model, script: &ScriptFacts) -> impl Iterator<Item = &'a Command> {
        let stage = model.stages.get(script.stage);
        stage.into_iter().flat_map(|stage| self.runs_in_chain(model, stage)).flat_map(RunFacts::commands)
    }
}

/// Whether a `chmod`, or a copy that sets the mode, is about the script.
fn sets_mode(command: &Command, script: &ScriptFacts) -> bool {
    if !matches!(command.name(), Some("chmod" | "install" | "find" | "setfacl")) {
        return false;
    }
    let file = file_name(&script.path);
    command.arguments().iter().any(|word| {
        let text = &*word.text;
        let path = normalise(text, "/");
        text.ends_with(file)
            || word.glob
            || word.literal.is_none()
            || script.path.starts_with(path.as_str()) && text.contains('/')
            || text == "."
    })
}
