//! Which file names are Dockerfiles' and which folders are looked into.

/// Endings of files that only look like Dockerfiles: backups, documents, data, programs, and templates, which are not linted
/// unless they are named on the command line.
const OTHER: &[&str] = &[
    "c", "cpp", "cs", "go", "h", "java", "js", "kt", "php", "pl", "ps1", "py", "rb", "rs", "scala", "sh", "swift",
    "ts", "xml", "bak", "diff", "disabled", "dockerignore", "ejs", "erb", "gotmpl", "hbs", "html", "in", "j2", "jinja",
    "jinja2", "json", "lock", "m4", "md", "mustache", "ncl", "old", "orig", "patch", "png", "rej", "rst", "sig", "svg",
    "swo", "swp", "template", "tmp", "tmpl", "toml", "tpl", "txt", "yaml", "yml",
];

/// Hidden folders that hold Dockerfiles in many projects; other hidden folders are skipped.
const HIDDEN: &[&str] =
    &[".build", ".buildkite", ".ci", ".circleci", ".container", ".devcontainer", ".docker", ".github", ".gitlab"];

/// Folders for the sources of others, which package managers fill: what lies there is mended elsewhere. And for what programs are
/// tested with, which is often wrong on purpose.
const FOREIGN: &[&str] = &["bower_components", "fixtures", "node_modules", "testdata", "vendor"];

/// Whether a file of that name is a Dockerfile: `Dockerfile`, `Dockerfile.NAME`, `NAME.Dockerfile`, and the same with
/// `Containerfile`.
pub fn is_dockerfile(name: &str) -> bool {
    if name.ends_with('~') || name.starts_with('.') {
        return false;
    }
    let known = |word: &str| matches!(word, "Dockerfile" | "dockerfile" | "Containerfile" | "containerfile");
    let first = name.split('.').next().unwrap_or(name);
    let last = name.rsplit('.').next().unwrap_or(name);
    let capital = first.starts_with(|c: char| c.is_ascii_uppercase());
    known(last) || (known(first) && capital && !OTHER.contains(&last))
}

/// Whether a folder of that name is looked into.
pub(super) fn is_searched(name: &str) -> bool {
    (!name.starts_with('.') || HIDDEN.contains(&name)) && !FOREIGN.contains(&name)
}
