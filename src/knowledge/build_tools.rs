//! What is needed to build software and not to run it.

/// Packages of compilers and build systems, by their names in Debian, Alpine, Fedora and Arch.
/// Sources: packages.debian.org, pkgs.alpinelinux.org, packages.fedoraproject.org, archlinux.org/packages.
const PACKAGES: &[&str] = &[
    "$PHPIZE_DEPS", "@development-tools", "Development Tools", "autoconf", "automake", "base-devel", "bison",
    "build-base", "build-essential", "cargo", "clang", "cmake", "default-jdk", "default-jdk-headless", "flex", "g++",
    "gcc", "gcc-c++", "golang", "golang-go", "gradle", "libtool", "linux-headers", "make", "maven", "meson",
    "ninja-build", "rust", "rustc", "rustup",
];

/// Programs that build.
const TOOLS: &[&str] = &[
    "ant", "bazel", "cargo", "clang", "cmake", "g++", "gcc", "go", "gradle", "gradlew", "make", "meson", "mvn", "mvnw",
    "ninja", "rustc", "sbt",
];

/// Programs with the words that make them build something that is shipped.
const BUILDS: &[(&str, &[&str])] = &[
    ("cargo", &["build"]),
    ("dotnet", &["publish", "build"]),
    ("go", &["build"]),
    ("gradle", &["build", "assemble", "bootJar", "shadowJar"]),
    ("gradlew", &["build", "assemble", "bootJar", "shadowJar"]),
    ("mvn", &["package", "install", "verify"]),
    ("mvnw", &["package", "install", "verify"]),
    ("sbt", &["assembly", "package", "stage"]),
];

/// Whether a system package is only of use for building: a compiler, a build system, headers.
pub fn is_build_package(name: &str) -> bool {
    PACKAGES.binary_search(&name).is_ok()
        || name.ends_with("-dev")
        || name.ends_with("-devel")
        || is_versioned_compiler(name)
}

/// `gcc-12`, `clang-17`, `openjdk-17-jdk`
fn is_versioned_compiler(name: &str) -> bool {
    let numbered = |rest: &str| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    ["gcc-", "g++-", "clang-"].iter().any(|start| name.strip_prefix(start).is_some_and(numbered))
        || (name.starts_with("openjdk") && (name.ends_with("-jdk") || name.ends_with("-jdk-headless")))
}

/// Whether a program builds software.
pub fn is_build_tool(program: &str) -> bool {
    TOOLS.binary_search(&program).is_ok()
}

/// Whether the words of a command build something to ship.
pub fn builds<'w>(words: impl IntoIterator<Item = &'w str>) -> bool {
    let mut words = words.into_iter();
    let Some(program) = words.next().map(super::program_name) else { return false };
    let Some((_, verbs)) = BUILDS.iter().find(|(name, _)| *name == program) else { return false };
    words.take(MOST_WORDS).any(|word| verbs.contains(&word))
}

/// How far in a command a verb is looked for: a bound for hostile files.
const MOST_WORDS: usize = 64;

/// Programs that build and fetch what they need, with the name they are known by, and where they keep it as root.
const CACHES: &[(&str, &str, &str)] = &[
    ("ccache", "ccache", "/root/.cache/ccache"),
    ("gradle", "gradle", "/root/.gradle"),
    ("gradlew", "gradle", "/root/.gradle"),
    ("mvn", "mvn", "/root/.m2"),
    ("mvnw", "mvn", "/root/.m2"),
    ("node-gyp", "node-gyp", "/root/.cache/node-gyp"),
    ("sbt", "sbt", "/root/.cache/coursier"),
];

/// The name by which a program that builds is known, and the folder in which it keeps what it has fetched.
pub fn build_cache(program: &str) -> Option<(&'static str, &'static str)> {
    CACHES.iter().find(|(name, ..)| *name == program).map(|(_, known, folder)| (*known, *folder))
}

/// Programs that people start in images made for building.
const STARTED: &[&str] = &[
    "bundle", "cargo", "composer", "dlv", "dotnet-ef", "dotnet-watch", "ghci", "go", "jshell", "lein", "mix", "npm",
    "pytest", "rake", "runhaskell", "rustup", "sbt", "stack", "swift", "xcaddy",
];

/// Whether a word of a start command needs what images for building bring. `dotnet app.dll` runs where no SDK is.
pub fn needs_sdk(word: &str) -> bool {
    let name = super::program_name(word);
    STARTED.contains(&name)
        || (super::tools::is_build_command(name) && name != "dotnet")
        || matches!(word, "run" | "watch" | "test" | "build")
}

/// Words of a start command with which developers work.
const DEVELOPMENT: &[&str] =
    &["--reload", "--watch", "dev", "develop", "jest", "nodemon", "serve", "start:dev", "test", "vitest", "watch"];

/// Whether a word of a start command starts something that developers use.
pub fn starts_development(word: &str) -> bool {
    DEVELOPMENT.contains(&word)
}
