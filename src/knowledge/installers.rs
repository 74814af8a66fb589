//! Addresses of scripts by which the makers of programs have them installed, as their own documentation says.

/// Where they begin, behind `https://`. Sources: each program's page on how to install it.
const INSTALLERS: &[&str] = &[
    "astral.sh/uv/", "bootstrap.pypa.io/", "bun.sh/install", "builds.dotnet.microsoft.com/dotnet/scripts/",
    "deb.nodesource.com/", "deno.land/install.sh", "deno.land/x/install/install.sh", "dl.yarnpkg.com/", "dot.net/v1/",
    "fnm.vercel.app/install", "foundry.paradigm.xyz", "get.docker.com", "get-ghcup.haskell.org",
    "get.haskellstack.org", "get.jenv.be", "get.k3s.io", "get.pnpm.io/", "get.pulumi.com", "get.rvm.io",
    "get.sdkman.io", "get.volta.sh", "getcomposer.org/", "github.com/conda-forge/miniforge/releases/",
    "install.python-poetry.org", "nixos.org/nix/install", "ollama.com/install.sh",
    "raw.githubusercontent.com/helm/helm/", "raw.githubusercontent.com/nvm-sh/nvm/",
    "raw.githubusercontent.com/python-poetry/poetry/", "repo.anaconda.com/miniconda/", "repo.continuum.io/miniconda/",
    "rpm.nodesource.com/", "sentry.io/get-cli", "sh.rustup.rs", "static.rust-lang.org/rustup/",
    "taskfile.dev/install.sh", "yarnpkg.com/install.sh",
];

/// Whether an address is that of such a script, by a connection that nobody changes on the way.
pub fn is_makers_installer(address: &str) -> bool {
    let address = address.trim_matches(['"', '\'']);
    address.strip_prefix("https://").is_some_and(|rest| INSTALLERS.iter().any(|start| rest.starts_with(start)))
}
