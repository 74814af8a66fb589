//! Passwords among the arguments of a command.

use crate::knowledge::credentials::is_credential_name;
use crate::knowledge::files::SECRET_MOUNT_FOLDER;
use crate::knowledge::names::Names;
use crate::knowledge::program_name;
use crate::shell::{Command, RedirectKind, Word};
use crate::source::Span;

/// An argument that is, or holds, a password.
#[derive(Clone, Copy, Debug)]
pub struct PasswordArgument<'a> {
    /// The word.
    pub word: &'a Word,
    /// The password as written, without option and user name.
    pub value: &'a str,
}

impl PasswordArgument<'_> {
    /// Where it stands.
    pub fn span(&self) -> Span {
        self.word.span
    }
}

/// How a program takes a password.
struct Form {
    programs: Names,
    /// Options with the password glued to them.
    glued: &'static [&'static str],
    /// Options before the password.
    before: &'static [&'static str],
    /// Options before `user:password`.
    pair: &'static [&'static str],
}

/// Sources: the manual of each program.
static FORMS: &[Form] = &[
    Form {
        programs: Names::new(&[
            "mariadb", "mariadb-admin", "mariadb-dump", "mysql", "mysql_upgrade", "mysqladmin", "mysqlcheck",
            "mysqldump", "mysqlimport", "mysqlshow",
        ]),
        glued: &["-p"],
        before: &[],
        pair: &[],
    },
    Form { programs: Names::new(&["curl"]), glued: &[], before: &[], pair: &["-u", "--user", "-U", "--proxy-user"] },
    Form { programs: Names::new(&["redis-cli", "valkey-cli"]), glued: &[], before: &["-a"], pair: &[] },
    Form { programs: Names::new(&["sshpass"]), glued: &["-p"], before: &["-p"], pair: &[] },
    Form {
        programs: Names::new(&[
            "docker", "podman", "helm", "oras", "skopeo", "buildah", "mongo", "mongosh", "mongodump", "mongorestore",
            "az",
        ]),
        glued: &[],
        before: &["-p"],
        pair: &[],
    },
    Form {
        programs: Names::new(&["ldapsearch", "ldapadd", "ldapmodify", "ldapdelete", "ldappasswd"]),
        glued: &[],
        before: &["-w"],
        pair: &[],
    },
    Form { programs: Names::new(&["sqlcmd", "bcp", "unzip"]), glued: &["-P"], before: &["-P"], pair: &[] },
    Form { programs: Names::new(&["keytool"]), glued: &[], before: &["-storepass", "-keypass"], pair: &[] },
];

/// Options that any program may have.
const LONG: &[&str] =
    &["--access-key", "--api-key", "--apikey", "--pass", "--passwd", "--password", "--secret-key", "--token"];

/// Programs whose option of such a name is no password that they use: accounts that are made, text that is shown.
static EXEMPT: Names = Names::new(&["echo", "printf", "useradd", "usermod", "adduser", "groupadd", "set", "test", "["]);

/// The passwords among a command's arguments, those behind wrappers such as `docker run` excluded.
pub fn password_arguments(command: &Command) -> impl Iterator<Item = PasswordArgument<'_>> {
    let name = command.name().map_or("", program_name);
    let form = FORMS.iter().find(|form| form.programs.has(name));
    let arguments = if EXEMPT.has(name) { &[] } else { command.words.get(1..).unwrap_or_default() };
    arguments.iter().enumerate().filter_map(move |(index, word)| {
        let before = index.checked_sub(1).and_then(|before| arguments.get(before)).map_or("", |word| &*word.text);
        let value = value(form, before, &word.text)?;
        (!value.is_empty()).then_some(PasswordArgument { word, value })
    })
}

fn value<'a>(form: Option<&Form>, before: &str, text: &'a str) -> Option<&'a str> {
    if text.starts_with("--")
        && let Some((option, value)) = text.split_once('=')
        && LONG.contains(&option)
    {
        return Some(value);
    }
    if before.starts_with("--") && LONG.contains(&before) && !text.starts_with('-') {
        return Some(text);
    }
    let form = form?;
    if form.before.contains(&before) && !text.starts_with('-') {
        return Some(text);
    }
    if form.pair.contains(&before) {
        return text.split_once(':').map(|(_, password)| password);
    }
    form.glued.iter().find_map(|option| text.strip_prefix(option)).filter(|_| !text.starts_with("--"))
}

/// The variable with a credential's name that a header of an HTTP request holds: `-H "Authorization: Bearer $TOKEN"`.
pub fn credential_in_header(command: &Command) -> Option<(&Word, &str)> {
    if !matches!(command.name().map(program_name), Some("curl" | "wget" | "http" | "https")) {
        return None;
    }
    command.words.iter().find_map(|word| {
        let expansion = word.expansions.iter().find(|expansion| is_credential_name(&expansion.name))?;
        word.text.contains(": ").then_some((word, &*expansion.name))
    })
}

/// What becomes of an account's password in a build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountPassword {
    /// It is set, and the same in every container.
    Shared,
    /// It is taken away.
    None,
}

/// What a command does to the password of an account, and the word that says so.
/// Sources: chpasswd(8), passwd(1), useradd(8), usermod(8).
pub fn account_password(command: &Command) -> Option<(Span, AccountPassword)> {
    let name = command.name_span();
    match command.name()? {
        "chpasswd" if !reads_mounted_secret(command) => Some((name, AccountPassword::Shared)),
        "passwd" if command.has_argument(&["-d", "--delete"]) => Some((name, AccountPassword::None)),
        "passwd" if command.has_argument(&["--stdin"]) || command.is_piped_into() => {
            Some((name, AccountPassword::Shared))
        }
        "useradd" | "usermod" => {
            let hash = command.value_of(&["-p", "--password"])?;
            hash.literal.as_deref().is_some_and(fits).then_some((hash.span, AccountPassword::Shared))
        }
        _ => None,
    }
}

fn reads_mounted_secret(command: &Command) -> bool {
    let reads = command.redirects.iter().filter(|redirect| redirect.kind == RedirectKind::Read);
    reads.filter_map(|redirect| redirect.target.as_ref()).any(|file| file.text.starts_with(SECRET_MOUNT_FOLDER))
}

/// The length of the oldest kind of hash.
const DES: usize = 13;

/// Whether some password fits a hash: none fits `*` and `!`, with which an account is locked, nor a plain word.
fn fits(hash: &str) -> bool {
    hash.starts_with(['$', '_']) || hash.len() == DES
}
