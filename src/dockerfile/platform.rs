//! The platforms of `--platform`.

/// An operating system and a processor, in their usual names: `linux`, `arm64`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Platform {
    /// The operating system.
    pub system: String,
    /// The processor.
    pub machine: String,
}

impl Platform {
    /// Reads `linux/arm64`; `None` where it is not legal. A single word is one of the two, and the other that of a usual
    /// machine.
    pub fn parse(text: &str) -> Option<Self> {
        let lower = text.to_ascii_lowercase();
        let mut parts = lower.split('/');
        let (first, second) = (parts.next()?, parts.next());
        let legal = |part: &str| part.bytes().all(|it| it.is_ascii_alphanumeric() || b"_.-".contains(&it));
        if first.is_empty() || parts.count() > 1 || !lower.split('/').all(|part| !part.is_empty() && legal(part)) {
            return None;
        }
        let (system, machine) = match second {
            Some(second) => (first, usual_name(second)),
            None if matches!(first, "linux" | "windows" | "darwin" | "freebsd") => (first, "amd64"),
            None => ("linux", usual_name(first)),
        };
        Some(Self { system: system.to_owned(), machine: machine.to_owned() })
    }
}

fn usual_name(machine: &str) -> &str {
    match machine {
        "x86_64" | "x86-64" => "amd64",
        "aarch64" => "arm64",
        "armhf" | "armel" => "arm",
        "i386" => "386",
        machine => machine,
    }
}
