//! Whether a package is named with its version.

use super::deeds::{Package, PackageAction};
use crate::knowledge::package_managers::{Manager, Verb, is_floating_version};
use crate::knowledge::php_extensions::is_bundled;

/// Managers of a language's packages that take the newest version where none is named.
const LANGUAGE_MANAGERS: &[Manager] = &[
    Manager::Bun,
    Manager::Cargo,
    Manager::Composer,
    Manager::DotnetTool,
    Manager::Gem,
    Manager::Go,
    Manager::InstallPhpExtensions,
    Manager::Npm,
    Manager::Pip,
    Manager::Pipx,
    Manager::Pnpm,
    Manager::Uv,
    Manager::Yarn,
];

/// Tools that install the others: they are brought up to date on purpose.
const INSTALLERS: &[&str] = &["pip", "setuptools", "wheel"];

impl PackageAction {
    /// Whether it installs packages of a language by their names, where no option of it says which versions.
    pub fn installs_language(&self) -> bool {
        let pinned_otherwise = self.has_flag(self.manager.pin_options)
            || self.has_flag(&["-c", "--constraint", "--constraints", "--path", "--git"]);
        self.verb == Verb::Install && LANGUAGE_MANAGERS.contains(&self.manager.manager) && !pinned_otherwise
    }

    /// Whether it takes packages from Python's index, with `PIP_CONSTRAINT` in force.
    pub fn heeds_pip_constraint(&self) -> bool {
        self.manager.source_options.contains(&"-r")
    }

    /// Whether a package of the operating system is named without a version.
    pub fn leaves_system_version(&self, package: &Package) -> bool {
        let name = &*package.name;
        // A group has no version; of a module the stream is one: `nodejs:20`.
        let of_module = self.verb_text.starts_with("module") && package.text.contains(':');
        let of_group = self.verb_text.starts_with("group");
        let local = name.contains("://") || name.starts_with(['.', '/', '~', '@', '-']) || self.is_file(&package.text);
        let known = !local && !of_module && !of_group && !package.text.contains(['$', '*']);
        known && package.version.is_none()
    }

    /// Whether a package of a language is named without a version; `text` is what is written, variables replaced.
    pub fn leaves_language_version(&self, text: &str) -> bool {
        let (name, version) = self.manager.split_pin(text);
        let local = name.starts_with(['.', '/', '~', '$', '-'])
            || ["git+", "file:"].iter().any(|start| name.starts_with(start))
            || ["://", "..."].iter().any(|mark| name.contains(mark))
            || self.is_file(text);
        if local || name.is_empty() || INSTALLERS.contains(&name) {
            return false;
        }
        let nothing_to_name = match self.manager.manager {
            Manager::InstallPhpExtensions => is_bundled(name) || name.starts_with('@'),
            // A package of the module itself has no host in front. Without `@version`, `install` and `run` take what go.mod
            // says, or fail; only `get` fetches the newest.
            Manager::Go => version.is_none() && (!has_host(name) || &*self.verb_text != "get"),
            // `user/repository` is a source, not a package.
            Manager::Npm | Manager::Yarn | Manager::Pnpm | Manager::Bun => name.contains('/') && !name.starts_with('@'),
            _ => false,
        };
        !nothing_to_name && version.is_none_or(is_floating_version)
    }

    /// Whether Go takes the version of a package from go.mod.
    pub fn is_left_to_go_mod(&self, text: &str) -> bool {
        self.is(&[Manager::Go]) && has_host(text) && !text.starts_with('.') && !text.contains(['@', '$'])
    }

    fn is_file(&self, text: &str) -> bool {
        self.manager.local_suffixes.iter().any(|suffix| text.ends_with(suffix))
    }
}

/// Whether the path of a Go package begins with a host, as that of another module does.
fn has_host(name: &str) -> bool {
    name.split('/').next().is_some_and(|host| host.contains('.'))
}
