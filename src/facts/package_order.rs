//! The order of the packages in a call.

use super::{Package, PackageAction};
use crate::knowledge::package_managers::{Manager, Verb};
use crate::source::Source;

/// Whether the packages of a call may stand in any order.
pub fn is_list(action: &PackageAction) -> bool {
    let language =
        &[Manager::Npm, Manager::Yarn, Manager::Pnpm, Manager::Pip, Manager::Gem, Manager::Conda, Manager::Mamba];
    action.verb == Verb::Install
        && (action.manager.system || action.is(language))
        && !matches!(&*action.verb_text, "swap" | "create" | "module install")
}

/// The packages of a call that may be moved; files, folders and variables stay where they are.
pub fn sortable(action: &PackageAction) -> Vec<&Package> {
    let stays = |package: &Package| {
        package.variable || package.text.starts_with(['.', '/', '-']) || package.text.contains("://")
    };
    action.packages.iter().filter(|package| !stays(package)).collect()
}

/// Whether a comment stands between two packages: it is the heading of what follows.
pub fn is_divided(source: &Source, before: &Package, behind: &Package) -> bool {
    source.slice(before.span.until(behind.span)).lines().any(|line| line.trim_start().starts_with('#'))
}

/// Two neighbours in the wrong order, if the block follows none of the usual orders: by bytes, by letters whatever their case,
/// by letters and digits alone as `sort` does in most languages.
pub fn disorder<'p>(block: &[&'p Package]) -> Option<(&'p Package, &'p Package)> {
    let wrong = |is_behind: fn(&Package, &Package) -> bool| {
        block.windows(2).find(|pair| is_behind(pair[0], pair[1])).map(|pair| (pair[0], pair[1]))
    };
    wrong(|one, next| one.text > next.text)?;
    wrong(|one, next| one.name > next.name)?;
    wrong(|one, next| plain(&one.name) > plain(&next.name))?;
    wrong(|one, next| one.name.to_lowercase() > next.name.to_lowercase())
}

fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
