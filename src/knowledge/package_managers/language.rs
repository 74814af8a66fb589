//! Managers of the other languages' packages. Sources: each tool's own reference for its command line; cache directories as the
//! official image of the language sets them.

use super::{BLANK, Manager, OptionStyle, PackageManager, Pin, Verb};

pub(super) static ROWS: &[PackageManager] = &[
    // guides.rubygems.org/command-reference: `gem install name:1` and `-v 1`.
    PackageManager {
        manager: Manager::Gem,
        names: &["gem"],
        verbs: &[
            (&["install"], Verb::Install),
            (&["i"], Verb::Install),
            (&["update"], Verb::Upgrade),
            (&["uninstall"], Verb::Remove),
            (&["cleanup"], Verb::Clean),
        ],
        value_options: &[
            "-v", "--version", "-i", "--install-dir", "-n", "--bindir", "-s", "--source", "-P", "--trust-policy",
            "--platform", "-p", "--http-proxy", "-g", "--file", "--build-root", "--target-rbconfig",
        ],
        caches: &["/usr/local/bundle/cache", "~/.gem/specs", "~/.local/share/gem/specs"],
        cache_mounts: &["/usr/local/bundle/cache"],
        pin: Pin::Colon,
        pin_options: &["-v", "--version"],
        source_options: &["-g", "--file"],
        hands_on: true,
        local_suffixes: &[".gem"],
        ..BLANK
    },
    // bundler.io/man: `bundle` alone installs.
    PackageManager {
        manager: Manager::Bundler,
        names: &["bundle", "bundler"],
        verbs: &[
            (&["install"], Verb::Sync),
            (&["add"], Verb::Install),
            (&["update"], Verb::Upgrade),
            (&["remove"], Verb::Remove),
            (&["clean"], Verb::Clean),
        ],
        default_verb: Some(Verb::Sync),
        value_options: &[
            "--gemfile", "--path", "--jobs", "-j", "--retry", "--without", "--with", "--binstubs", "--shebang",
            "--target-rbconfig", "-v", "--version", "--group", "-g", "--source", "-s",
        ],
        no_cache_flags: &["--no-cache"],
        caches: &["/usr/local/bundle/cache", "~/.bundle/cache"],
        cache_mounts: &["/usr/local/bundle/cache"],
        pin: Pin::Colon,
        pin_options: &["-v", "--version"],
        locked_flags: &["--frozen", "--deployment"],
        production_flags: &["--without=development", "--without"],
        lock_files: &["Gemfile.lock", "gems.locked"],
        manifests: &["Gemfile", "gems.rb"],
        ..BLANK
    },
    // go.dev/ref/mod; `go help install`.
    PackageManager {
        manager: Manager::Go,
        names: &["go"],
        verbs: &[
            (&["install"], Verb::Install),
            (&["get"], Verb::Install),
            (&["run"], Verb::Install),
            (&["mod", "download"], Verb::Sync),
            (&["clean"], Verb::Clean),
        ],
        options: OptionStyle::SingleDash,
        value_options: &[
            "-C", "-p", "-asmflags", "-buildmode", "-buildvcs", "-compiler", "-gccgoflags", "-gcflags",
            "-installsuffix", "-ldflags", "-mod", "-modfile", "-overlay", "-pkgdir", "-tags", "-toolexec", "-exec",
            "-o",
        ],
        caches: &["/go/pkg/mod", "~/.cache/go-build"],
        cache_variables: &["GOMODCACHE", "GOCACHE", "GOPATH"],
        cache_mounts: &["/go/pkg/mod", "/root/.cache/go-build"],
        clean_command: Some("go clean -cache -modcache"),
        pin: Pin::At,
        locked_flags: &["-mod=readonly", "-mod=vendor"],
        lock_files: &["go.sum"],
        manifests: &["go.mod"],
        ..BLANK
    },
    // doc.rust-lang.org/cargo/commands.
    PackageManager {
        manager: Manager::Cargo,
        names: &["cargo"],
        verbs: &[
            (&["install"], Verb::Install),
            (&["binstall"], Verb::Install),
            (&["add"], Verb::Install),
            (&["fetch"], Verb::Sync),
            (&["vendor"], Verb::Sync),
            (&["update"], Verb::Upgrade),
            (&["uninstall"], Verb::Remove),
            (&["remove"], Verb::Remove),
            (&["clean"], Verb::Clean),
        ],
        value_options: &[
            "--version", "--vers", "--git", "--branch", "--tag", "--rev", "--path", "--root", "-j", "--jobs", "-F",
            "--features", "--target", "--target-dir", "--profile", "--bin", "--example", "--index", "--registry",
            "--manifest-path", "--config", "--color", "-C", "-Z", "-p", "--package",
        ],
        yes_flags: &[],
        dry_run_flags: &["-n", "--dry-run"],
        caches: &["/usr/local/cargo/registry", "~/.cargo/registry"],
        cache_mounts: &["/usr/local/cargo/registry", "/usr/local/cargo/git"],
        pin: Pin::At,
        pin_options: &["--version", "--vers", "--tag", "--rev"],
        source_options: &["--path", "--git"],
        locked_flags: &["--locked", "--frozen"],
        lock_files: &["Cargo.lock"],
        manifests: &["Cargo.toml"],
        ..BLANK
    },
    // getcomposer.org/doc/03-cli.md: `require a/b:^1`; -n only keeps it from asking for credentials.
    PackageManager {
        manager: Manager::Composer,
        names: &["composer", "composer.phar"],
        verbs: &[
            (&["install"], Verb::Sync),
            (&["i"], Verb::Sync),
            (&["require"], Verb::Install),
            (&["req"], Verb::Install),
            (&["global", "require"], Verb::Install),
            (&["create-project"], Verb::Install),
            (&["update"], Verb::Upgrade),
            (&["upgrade"], Verb::Upgrade),
            (&["u"], Verb::Upgrade),
            (&["remove"], Verb::Remove),
            (&["clear-cache"], Verb::Clean),
            (&["clearcache"], Verb::Clean),
            (&["cc"], Verb::Clean),
        ],
        value_options: &[
            "-d", "--working-dir", "--prefer-install", "--apcu-autoloader-prefix", "--ignore-platform-req",
            "--repository", "--stability", "-s", "--with",
        ],
        dry_run_flags: &["--dry-run"],
        no_cache_flags: &["--no-cache"],
        caches: &["~/.composer/cache", "~/.cache/composer"],
        cache_variables: &["COMPOSER_CACHE_DIR", "COMPOSER_HOME", "XDG_CACHE_HOME"],
        cache_mounts: &["/tmp/cache"],
        clean_command: Some("composer clear-cache"),
        pin: Pin::Colon,
        production_flags: &["--no-dev"],
        lock_files: &["composer.lock"],
        manifests: &["composer.json"],
        ..BLANK
    },
    // pecl.php.net: `pecl install name-1.2`.
    PackageManager {
        manager: Manager::Pecl,
        names: &["pecl", "pear"],
        verbs: &[
            (&["install"], Verb::Install),
            (&["channel-update"], Verb::Update),
            (&["update-channels"], Verb::Update),
            (&["upgrade"], Verb::Upgrade),
            (&["uninstall"], Verb::Remove),
            (&["clear-cache"], Verb::Clean),
        ],
        value_options: &["-D", "-d", "--configureoptions", "-R", "-P"],
        caches: &["/tmp/pear"],
        clean_command: Some("rm -rf /tmp/pear"),
        pin: Pin::PhpExtension,
        local_suffixes: &[".tgz"],
        ..BLANK
    },
    // learn.microsoft.com, "dotnet tool install", "dotnet restore", "dotnet nuget locals".
    PackageManager {
        manager: Manager::DotnetTool,
        names: &["dotnet"],
        verbs: &[
            (&["tool", "install"], Verb::Install),
            (&["tool", "restore"], Verb::Sync),
            (&["tool", "update"], Verb::Upgrade),
            (&["tool", "uninstall"], Verb::Remove),
            (&["workload", "install"], Verb::Install),
            (&["workload", "update"], Verb::Upgrade),
            (&["restore"], Verb::Sync),
            (&["nuget", "locals"], Verb::Clean),
        ],
        value_options: &[
            "--version", "--tool-path", "--configfile", "--add-source", "--source", "-s", "--framework",
            "--tool-manifest", "-a", "--arch", "-r", "--runtime", "-v", "--verbosity", "--packages",
            "--lock-file-path", "--os",
        ],
        no_cache_flags: &["--no-cache", "--no-http-cache"],
        caches: &["~/.nuget/packages", "~/.local/share/NuGet"],
        cache_mounts: &["/root/.nuget/packages"],
        clean_command: Some("dotnet nuget locals all --clear"),
        pin: Pin::Option,
        pin_options: &["--version"],
        locked_flags: &["--locked-mode"],
        global_flags: &["-g", "--global"],
        lock_files: &["packages.lock.json"],
        manifests: &["*.csproj", "*.fsproj", "*.sln", "*.slnx", "Directory.Packages.props", "nuget.config"],
        ..BLANK
    },
    // github.com/mlocati/docker-php-extension-installer: no verb; cleans up after itself.
    PackageManager {
        manager: Manager::InstallPhpExtensions,
        names: &["install-php-extensions"],
        default_verb: Some(Verb::Install),
        pin: Pin::PhpExtension,
        ..BLANK
    },
    // docker-library/php: docker-php-ext-install; sources come with the image, so there is no version to write.
    PackageManager {
        manager: Manager::DockerPhpExt,
        names: &["docker-php-ext-install"],
        default_verb: Some(Verb::Install),
        value_options: &["-j", "--jobs", "--ini-name"],
        ..BLANK
    },
];
