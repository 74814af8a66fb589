//! Command lines in, actions out.

use std::collections::HashSet;

use lotse::knowledge::package_managers::{
    Manager, Verb, is_floating_version, manager, manager_of, package_managers, row,
};

/// `manager verb [verb words] | operands | flags`, so that one line of the table shows all that was understood.
fn read(line: &str) -> String {
    let words: Vec<&str> = line.split(' ').collect();
    let Some(row) = manager_of(&words) else { return "no manager".to_owned() };
    let Some(action) = row.parse(&words) else { return "nothing".to_owned() };
    let operands: Vec<&str> = action.operands.iter().map(|index| words[*index]).collect();
    let flags: Vec<String> = action
        .flags
        .iter()
        .map(|flag| flag.value.map_or_else(|| flag.name.to_string(), |value| format!("{}={value}", flag.name)))
        .collect();
    let update = if action.updates_index { " +index" } else { "" };
    let verb = words[action.verb_words.clone()].join(" ");
    format!("{:?} {:?} [{verb}] | {} | {}{update}", row.manager, action.verb, operands.join(" "), flags.join(" "))
}

#[test]
fn calls_are_read() {
    for (line, expected) in [
        ("apt-get install x", "AptGet Install [install] | x | "),
        ("apt-get -y -qq install x y", "AptGet Install [install] | x y | -y -q -q"),
        ("/usr/bin/apt-get install -yqq x", "AptGet Install [install] | x | -y -q -q"),
        ("apt-get -o Acquire::Retries=1 install x=1", "AptGet Install [install] | x=1 | -o=Acquire::Retries=1"),
        ("apt-get -oDpkg::Use-Pty=0 -q=2 install x", "AptGet Install [install] | x | -o=Dpkg::Use-Pty=0 -q=2"),
        ("apt-get install -t bookworm-backports -- x", "AptGet Install [install] | x | -t=bookworm-backports"),
        ("apt-get install --target-release=sid x", "AptGet Install [install] | x | --target-release=sid"),
        ("apt-get $OPTIONS install x", "AptGet Install [install] | $OPTIONS x | "),
        ("apt-get update", "AptGet Update [update] |  |  +index"),
        ("apt dist-upgrade -y", "Apt ReleaseUpgrade [dist-upgrade] |  | -y"),
        ("apt-get --version", "nothing"),
        ("apk --no-cache add x", "Apk Install [add] | x | --no-cache"),
        ("apk add -t .deps a b", "Apk Install [add] | a b | -t=.deps"),
        ("apk add --virtual .deps a", "Apk Install [add] | a | --virtual=.deps"),
        ("apk add --virtual=.deps a", "Apk Install [add] | a | --virtual=.deps"),
        ("apk add --update a", "Apk Install [add] | a | --update +index"),
        ("apk -qU add a", "Apk Install [add] | a | -q -U +index"),
        ("yum -y install a", "Yum Install [install] | a | -y"),
        ("yum --enablerepo epel install -y a", "Yum Install [install] | a | --enablerepo=epel -y"),
        ("dnf group install -y tools", "Dnf Install [group install] | tools | -y"),
        ("dnf clean all", "Dnf Clean [clean] | all | "),
        ("microdnf update", "Microdnf Upgrade [update] |  | "),
        ("zypper -n in a", "Zypper Install [in] | a | -n"),
        ("pacman -Syu --noconfirm", "Pacman Upgrade [-Syu] |  | -S -y -u --noconfirm +index"),
        ("pacman --noconfirm -S a b", "Pacman Install [-S] | a b | --noconfirm -S"),
        ("pacman -Sy", "Pacman Update [-Sy] |  | -S -y +index"),
        ("pacman -Scc", "Pacman Clean [-Scc] |  | -S -c -c"),
        ("pacman -Rns a", "Pacman Remove [-Rns] | a | -R -n -s"),
        ("pip3.11 install -r req.txt -c c.txt a", "Pip Install [install] | a | -r=req.txt -c=c.txt"),
        ("pip install -rreq.txt", "Pip Install [install] |  | -r=req.txt"),
        ("python3 -m pip install a", "Pip Install [install] | a | "),
        ("python3.12 -I -m pip install -U a", "Pip Install [install] | a | -U"),
        ("python3 setup.py install", "no manager"),
        ("python -m venv /venv", "no manager"),
        ("uv pip install --system a", "Uv Install [pip install] | a | --system"),
        ("uv --quiet pip --no-cache install a", "Uv Install [pip --no-cache install] | a | --quiet --no-cache"),
        ("uv sync --frozen --no-dev", "Uv Sync [sync] |  | --frozen --no-dev"),
        ("poetry install --only main", "Poetry Sync [install] |  | --only=main"),
        ("npm install -g x@1", "Npm Install [install] | x@1 | -g"),
        ("npm --prefix /x ci", "Npm Sync [ci] |  | --prefix=/x"),
        ("npm run install", "Npm Other [run] | install | "),
        ("npm cache clean --force", "Npm Clean [cache clean] |  | --force"),
        ("yarn", "Yarn Sync [yarn] |  | "),
        ("yarn --frozen-lockfile", "Yarn Sync [yarn] |  | --frozen-lockfile"),
        ("yarn global add x", "Yarn Install [global add] | x | "),
        ("yarn build", "Yarn Other [build] |  | "),
        ("pnpm -C app i --prod", "Pnpm Install [i] |  | -C=app --prod"),
        ("gem install x -v 1", "Gem Install [install] | x | -v=1"),
        ("bundle install --jobs 4", "Bundler Sync [install] |  | --jobs=4"),
        ("bundle exec rake", "Bundler Other [exec] | rake | "),
        ("go install -v -ldflags \"-s\" x@v1", "Go Install [install] | x@v1 | -v -ldflags=\"-s\""),
        ("go mod download", "Go Sync [mod download] |  | "),
        ("cargo +nightly install --locked x", "Cargo Install [install] | x | +nightly --locked"),
        ("cargo install x --version 1", "Cargo Install [install] | x | --version=1"),
        ("composer global require a/b:^1", "Composer Install [global require] | a/b:^1 | "),
        ("conda install -yc conda-forge a=1", "Conda Install [install] | a=1 | -y -c=conda-forge"),
        ("micromamba create -n env -f e.yml", "Mamba Install [create] |  | -n=env -f=e.yml"),
        ("dotnet tool install -g x --version 1", "DotnetTool Install [tool install] | x | -g --version=1"),
        ("dotnet publish -c Release", "DotnetTool Other [publish] | Release | -c"),
        (
            "install-php-extensions gd xdebug-3",
            "InstallPhpExtensions Install [install-php-extensions] | gd xdebug-3 | ",
        ),
        ("docker-php-ext-install -j$(nproc) gd", "DockerPhpExt Install [docker-php-ext-install] | gd | -j=$(nproc)"),
        ("pecl install redis-6.0.2", "Pecl Install [install] | redis-6.0.2 | "),
        ("curl -o x", "no manager"),
    ] {
        assert_eq!(read(line), expected, "{line}");
    }
}

#[test]
fn flags_are_found_in_every_spelling() {
    let yes = |line: &str| {
        let words: Vec<&str> = line.split(' ').collect();
        let row = manager(words[0]).expect("a manager");
        row.parse(&words).expect("an action").has_flag(row.yes_flags)
    };
    for line in [
        "apt-get install -y x", "apt-get install -qqy x", "apt-get -qq install x", "apt-get -q -q install x",
        "apt-get -q=2 install x", "apt-get install --assume-yes x", "apt-get -o APT::Get::Assume-Yes=true install x",
        "apt-get -o \"APT::Get::Assume-Yes=1\" install x", "zypper --non-interactive install x", "conda install -qy x",
        "pacman -Syu --noconfirm",
    ] {
        assert!(yes(line), "{line}");
    }
    for line in [
        "apt-get install -q x", "apt-get -q=1 install x", "aptitude -qq install x", "yum install x",
        "apt-get -o y install x",
    ] {
        assert!(!yes(line), "{line}");
    }
    let words = ["npm", "ci", "--omit=dev"];
    let npm = manager("npm").expect("npm");
    assert!(npm.parse(&words).expect("an action").has_flag(npm.production_flags));
    let words = ["npm", "ci", "--omit", "optional"];
    assert!(!npm.parse(&words).expect("an action").has_flag(npm.production_flags));
}

#[test]
fn pins_are_split() {
    use Manager::*;
    for (manager, operand, name, version) in [
        (AptGet, "curl", "curl", None),
        (AptGet, "curl=7.88.*", "curl", Some("7.88.*")),
        (AptGet, "\"curl=${V}\"", "curl", Some("${V}")),
        (AptGet, "libc6:i386=2", "libc6:i386", Some("2")),
        (AptGet, "nginx/bookworm", "nginx", Some("bookworm")),
        (AptGet, "./x=1.deb", "./x=1.deb", None),
        (Apk, "curl~8", "curl", Some("8")),
        (Apk, "curl=~8", "curl", Some("8")),
        (Apk, "curl>8", "curl", Some("8")),
        (Apk, "curl>=8.1-r0", "curl", Some("8.1-r0")),
        (Apk, "curl@edge", "curl", None),
        (Apk, "curl@edge=8", "curl", Some("8")),
        (Dnf, "nginx-1.20.1-14.el9", "nginx", Some("1.20.1-14.el9")),
        (Dnf, "nginx-1.20*", "nginx", Some("1.20*")),
        (Dnf, "nginx-${V}", "nginx", Some("${V}")),
        (Dnf, "java-11-openjdk", "java-11-openjdk", None),
        (Dnf, "java-1.8.0-openjdk-devel", "java-1.8.0-openjdk-devel", None),
        (Dnf, "java-1.8.0-openjdk-1.8.0.312", "java-1.8.0-openjdk", Some("1.8.0.312")),
        (Dnf, "gcc-toolset-12", "gcc-toolset-12", None),
        (Yum, "python3", "python3", None),
        (Zypper, "nginx>=1.2", "nginx", Some("1.2")),
        (Pacman, "gcc=13.1", "gcc", Some("13.1")),
        (Pip, "requests", "requests", None),
        (Pip, "requests==2.0", "requests", Some("2.0")),
        (Pip, "'requests[socks]~=2.0'", "requests", Some("2.0")),
        (Pip, "requests>=2,<3", "requests", Some("2,<3")),
        (Pip, "requests===2", "requests", Some("2")),
        (Pip, "requests @ https://x/y.whl", "requests", Some("https://x/y.whl")),
        (Pip, "requests ; python_version < '3'", "requests", None),
        (Pip, "git+https://x/y@v1", "git+https://x/y@v1", None),
        (Uv, "ruff@0.4", "ruff", Some("0.4")),
        (Npm, "x@1", "x", Some("1")),
        (Npm, "@a/b", "@a/b", None),
        (Npm, "@a/b@1.2", "@a/b", Some("1.2")),
        (Npm, "https://u@h/x.tgz", "https://u@h/x.tgz", None),
        (Go, "example.org/x/cmd@v1.2.3", "example.org/x/cmd", Some("v1.2.3")),
        (Go, "./...", "./...", None),
        (Gem, "rails:7.1", "rails", Some("7.1")),
        (Cargo, "ripgrep@14", "ripgrep", Some("14")),
        (Composer, "a/b:^1", "a/b", Some("^1")),
        (Composer, "a/b", "a/b", None),
        (Conda, "conda-forge::numpy=1.26=py", "numpy", Some("1.26=py")),
        (Conda, "numpy[version='>1']", "numpy", Some("version='>1'")),
        (InstallPhpExtensions, "xdebug-^3", "xdebug", Some("^3")),
        (InstallPhpExtensions, "@composer-2", "@composer", Some("2")),
        (InstallPhpExtensions, "pdo_mysql", "pdo_mysql", None),
        (InstallPhpExtensions, "a/b@ref", "a/b", Some("ref")),
        (Pecl, "redis-6.0.2", "redis", Some("6.0.2")),
        (DockerPhpExt, "gd", "gd", None),
    ] {
        let row = row(manager).expect("a row");
        assert_eq!(row.split_pin(operand), (name, version), "{manager:?} {operand}");
    }
    assert!(is_floating_version("latest") && !is_floating_version("1.2"));
}

#[test]
fn names_lead_to_managers() {
    for (name, expected) in [
        ("pip", Some(Manager::Pip)),
        ("pip3", Some(Manager::Pip)),
        ("/opt/venv/bin/pip3.11", Some(Manager::Pip)),
        ("micromamba", Some(Manager::Mamba)),
        ("npm.exe", Some(Manager::Npm)),
        ("bundler", Some(Manager::Bundler)),
        ("python", None),
        ("apt-key", None),
        ("", None),
        ("3", None),
    ] {
        assert_eq!(manager(name).map(|row| row.manager), expected, "{name}");
    }
}

/// What each row must hold so that rules can rely on the columns.
#[test]
fn rows_are_consistent() {
    let (mut names, mut managers) = (HashSet::new(), HashSet::new());
    for row in package_managers() {
        let who = row.manager;
        assert!(managers.insert(who), "{who:?} has two rows");
        assert!(!row.names.is_empty(), "{who:?} has no name");
        for name in row.names {
            assert!(names.insert(*name), "{name} is in two rows");
            assert_eq!(*name, name.to_lowercase());
            assert_eq!(manager(name).map(|found| found.manager), Some(who));
        }
        let verbs: HashSet<_> = row.verbs.iter().map(|(verb, _)| verb).collect();
        assert_eq!(verbs.len(), row.verbs.len(), "{who:?} has a verb twice");
        assert!(row.verbs.iter().all(|(verb, _)| (1..=3).contains(&verb.len())), "{who:?}");
        let options = [
            row.value_options, row.yes_flags, row.dry_run_flags, row.update_flags, row.no_cache_flags,
            row.no_recommends_flags, row.pin_options, row.source_options, row.unsigned_flags, row.locked_flags,
            row.production_flags, row.global_flags,
        ];
        for column in options {
            assert!(column.iter().all(|option| option.starts_with('-')), "{who:?}: {column:?}");
            assert_eq!(column.iter().collect::<HashSet<_>>().len(), column.len(), "{who:?}: {column:?}");
        }
        for option in row.source_options.iter().chain(row.pin_options) {
            assert!(row.value_options.contains(option), "{who:?}: {option} has a value, but is no value option");
        }
        for flag in [row.yes_flags, row.dry_run_flags, row.update_flags].concat() {
            assert!(!row.value_options.contains(&flag), "{who:?}: {flag} is said to have a value");
        }
        assert!(row.caches.iter().all(|path| path.starts_with(['/', '~'])), "{who:?}");
        assert!(row.cache_mounts.iter().all(|path| path.starts_with('/')), "{who:?}");
        assert!(
            !row.system || row.verbs.is_empty() || row.verbs.iter().any(|(_, verb)| *verb == Verb::Install),
            "{who:?}"
        );
    }
}
