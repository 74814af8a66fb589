//! What each instruction does, in a sentence.

use crate::dockerfile::Keyword;

/// Where the language is documented.
const REFERENCE: &str = "https://docs.docker.com/reference/dockerfile/";

/// What an instruction does, for people who do not know it by heart; `None` for what is no instruction.
pub(super) fn about(keyword: Keyword) -> Option<&'static str> {
    Some(match keyword {
        Keyword::Add => "Copies files, unpacks archives, and downloads URLs and Git repositories into the image.",
        Keyword::Arg => "Declares a variable that `docker build --build-arg` sets; it is gone once the image is built.",
        Keyword::Cmd => "The command that a container starts, or the arguments of ENTRYPOINT; the last one counts.",
        Keyword::Copy => "Copies files from the build context, or with `--from` from another stage or image.",
        Keyword::Entrypoint => "The program that a container starts; CMD gives its arguments.",
        Keyword::Env => "Sets variables for the rest of the build and for containers.",
        Keyword::Expose => "Says on which ports containers listen; it opens none.",
        Keyword::From => "Begins a stage that is built on an image or on an earlier stage.",
        Keyword::Healthcheck => "The command by which Docker finds out whether a container still works.",
        Keyword::Label => "Adds metadata to the image.",
        Keyword::Maintainer => "Deprecated: names the author; a LABEL does so now.",
        Keyword::Onbuild => "An instruction that runs when another image is built on this one.",
        Keyword::Run => "Runs a command and keeps what it changes as a new layer.",
        Keyword::Shell => "The shell that runs commands in shell form.",
        Keyword::Stopsignal => "The signal that asks a container to end.",
        Keyword::User => "The user that runs what follows, and containers.",
        Keyword::Volume => "Declares directories whose contents are kept outside of the container.",
        Keyword::Workdir => "Sets the working directory, and makes it where it is missing.",
        Keyword::Unknown => return None,
    })
}

/// The address at which an instruction is documented.
pub(super) fn reference(keyword: Keyword) -> String {
    format!("{REFERENCE}#{}", keyword.name().to_ascii_lowercase())
}
