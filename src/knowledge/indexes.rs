//! Indexes from which package managers take packages.

/// Indexes that hold builds of well-known Python packages under their own names, run by those who make them.
const PYTHON_VENDORS: &[&str] = &[
    "data.pyg.org", "download.openmmlab.com", "download.pytorch.org", "pypi.ngc.nvidia.com", "pypi.nvidia.com",
    "wheels.vllm.ai", "www.piwheels.org",
];

/// Whether an address is that of an index whose packages come from those who make them.
pub fn is_vendors_index(url: &str) -> bool {
    let behind = url.split_once("://").map_or("", |(_, behind)| behind);
    PYTHON_VENDORS.contains(&behind.split(['/', ':', '?']).next().unwrap_or(""))
}

/// Options that name an index of packages. Sources: the manuals of pip, uv, npm, gem and dotnet.
const OPTIONS: &[&str] = &[
    "--clear-sources", "--default-index", "--extra-index-url", "--index", "--index-url", "--registry", "--source",
    "-i", "-s",
];

/// Whether an option of a package manager names an index.
pub fn names_index(option: &str) -> bool {
    OPTIONS.contains(&option)
}

/// Archives that keep the packages of a day, so that there is one version of everything.
/// Sources: snapshot.debian.org, snapshot.ubuntu.com.
const SNAPSHOTS: &[&str] = &["snapshot.debian.org", "snapshot.ubuntu.com"];

/// Whether a text names an archive of packages as they were on a day.
pub fn names_snapshot(text: &str) -> bool {
    SNAPSHOTS.iter().any(|host| text.contains(host))
}
