//! `lotse image`, through the real program: reports, exit status, the base image, files of other tools.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod crafter;
mod program;

use std::io::Write as _;
use std::process::Stdio;
use std::time::{Duration, Instant};

use crafter::{Craft, Tar, archive};
use program::{Place, Said};
use serde_json::{Value, json};

const DOCKERFILE: &str = "\
FROM debian:12
ARG TOKEN
RUN apt-get update && apt-get install -y curl
COPY server /app/
# lotse ignore=layer-metadata-only-copy reason=\"the builder knows no --chmod\"
RUN chmod +x /app/server
RUN rm -rf /var/lib/apt/lists
CMD [\"/app/server\"]
";

/// What an image of that Dockerfile is: lists that are removed, a program that is copied for its mode.
fn craft() -> Craft {
    let layers = vec![
        Tar::new().file("etc/passwd", b"root:x:0:0:root:/root:/bin/sh\n").file("usr/bin/perl", &[7; 40_000]).end(),
        Tar::new().file("var/lib/apt/lists/Packages", &[1; 30_000]).file("usr/bin/curl", &[2; 9_000]).end(),
        Tar::new().file("app/server", &[3; 20_000]).end(),
        Tar::new().file_with("app/server", 0o755, &[3; 20_000]).end(),
        Tar::new().file("var/lib/apt/.wh.lists", b"").end(),
    ];
    let step = |created_by: &str, empty: bool| json!({"created_by": created_by, "empty_layer": empty});
    let mut craft = Craft::of(layers);
    craft.config = json!({
        "os": "linux", "architecture": "amd64", "created": "2024-05-01T10:00:00Z",
        "config": {"Cmd": ["/app/server"], "Env": ["PATH=/usr/bin"]},
        "history": [
            step("/bin/sh -c #(nop) ADD file:0a1b in / ", false),
            step("/bin/sh -c #(nop)  CMD [\"bash\"]", true),
            step("ARG TOKEN", true),
            step("RUN |1 TOKEN=Kx82mPq0vTz9 /bin/sh -c apt-get update && apt-get install -y curl # buildkit", false),
            step("COPY server /app/ # buildkit", false),
            step("RUN |1 TOKEN=Kx82mPq0vTz9 /bin/sh -c chmod +x /app/server # buildkit", false),
            step("RUN |1 TOKEN=Kx82mPq0vTz9 /bin/sh -c rm -rf /var/lib/apt/lists # buildkit", false),
            step("CMD [\"/app/server\"]", true),
        ],
    });
    craft
}

fn place() -> Place {
    let place = Place::new(&[("Dockerfile", DOCKERFILE)]);
    place.write("app.tar", archive(&craft().docker_archive()));
    let mut base = craft();
    base.layers.truncate(1);
    base.config["history"].as_array_mut().unwrap().truncate(2);
    place.write("base.tar", archive(&base.docker_archive()));
    place
}

/// Rule and line of each finding.
fn found(said: &Said) -> Vec<(String, u64)> {
    let report: Value = serde_json::from_str(&said.out).unwrap_or_else(|error| panic!("{error}: {}", said.err));
    let findings = report["diagnostics"].as_array().unwrap().iter();
    findings
        .map(|one| (one["rule"].as_str().unwrap().to_owned(), one["range"]["start"]["line"].as_u64().unwrap()))
        .collect()
}

const LAYERS: &str = "layer-deleted-bytes,layer-metadata-only-copy,image-history-secret,image-user-root";

#[test]
fn findings_stand_in_the_dockerfile() {
    let place = place();
    let arguments = ["image", "app.tar", "--dockerfile", "Dockerfile", "--select", LAYERS, "--format", "json"];
    let said = place.run(&arguments);
    assert_eq!(said.status, 1, "{}", said.err);
    let wanted = [("image-user-root", 1), ("image-history-secret", 3), ("layer-deleted-bytes", 3)];
    assert_eq!(found(&said), wanted.map(|(rule, line)| (rule.to_owned(), line)));
    let report: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(report["diagnostics"][0]["path"], "Dockerfile");
    assert_eq!(report["summary"]["suppressed"], 1, "the comment above the chmod holds");
    assert!(!said.out.contains("Kx82mPq0vTz9"), "credentials are masked");
}

#[test]
fn without_a_dockerfile_findings_stand_in_the_history() {
    let place = place();
    let said = place.run(&["image", "app.tar", "--select", LAYERS, "--format", "json"]);
    let wanted = [
        ("image-user-root", 5),
        ("image-history-secret", 7),
        ("layer-deleted-bytes", 7),
        ("layer-metadata-only-copy", 9),
    ];
    assert_eq!(found(&said), wanted.map(|(rule, line)| (rule.to_owned(), line)));
    for format in ["human", "json", "sarif", "html", "github", "gitlab", "junit", "checkstyle", "markdown", "gnu"] {
        let said = place.run(&["image", "app.tar", "--preset", "strict", "--format", format]);
        assert!(said.status == 1 && !said.out.is_empty(), "{format}: {}", said.err);
        assert!(!said.out.contains("Kx82mPq0vTz9") && !said.err.contains("Kx82mPq0vTz9"), "{format}");
    }
}

#[test]
fn every_form_of_an_archive_gives_the_same() {
    let place = place();
    let craft = craft();
    let wanted = found(&place.run(&["image", "app.tar", "--select", LAYERS, "--format", "json"]));
    place.write("new.tar", archive(&craft.docker_25()));
    place.write("oci.tar", archive(&craft.layout(crafter::Packing::Zstd)));
    for (name, bytes) in craft.layout(crafter::Packing::Gzip) {
        place.write(&format!("layout/{name}"), bytes);
    }
    for input in ["new.tar", "oci.tar", "layout"] {
        let said = place.run(&["image", input, "--select", LAYERS, "--format", "json"]);
        assert_eq!(found(&said), wanted, "{input}: {}", said.err);
    }
    let bytes = archive(&craft.docker_archive());
    let said = place.run_with_input(&["image", "-", "--select", LAYERS, "--format", "json"], &bytes);
    assert_eq!(found(&said), wanted, "{}", said.err);
}

#[test]
fn the_table_shows_layers_and_their_dead_bytes() {
    let place = place();
    let said = place.run(&["image", "app.tar", "--base", "base.tar", "--select", "layer-deleted-bytes"]);
    let table: Vec<&str> = said.out.lines().take(8).collect();
    assert_eq!(
        table,
        [
            "app:1.2 (linux/amd64): 5 layers, 119.0 kB, of which 50.0 kB dead",
            "",
            "layer      size      dead  instruction",
            "    1   40.0 kB         0  the base image",
            "    2   39.0 kB   30.0 kB  7: RUN apt-get update && apt-get install -y curl",
            "    3   20.0 kB   20.0 kB  8: COPY server /app/",
            "    4   20.0 kB         0  9: RUN chmod +x /app/server",
            "    5         0         0  10: RUN rm -rf /var/lib/apt/lists",
        ]
    );
}

#[test]
fn version_files_tell_the_chain_of_images() {
    let mut craft = craft();
    craft.layers[0] = Tar::new().file("jre.version", b"jre,2024-02-01,9999fff,4\n").end();
    craft.layers[2] = Tar::new().file("app.version", b"app,2024-05-01,0123abc,17\n").end();
    let place = Place::new(&[]);
    place.write("app.tar", archive(&craft.docker_archive()));
    let said = place.run(&["image", "app.tar", "--select", "layer-empty"]);
    let chain = "version files: app (2024-05-01, 0123abc), on jre (2024-02-01, 9999fff)";
    assert_eq!(said.out.lines().nth(2), Some(chain), "{}", said.out);
}

#[test]
fn what_the_base_image_brings_is_told_in_one_line() {
    let mut craft = craft();
    craft.layers[0] = Tar::new().file("a", &vec![1; 90_000]).end();
    craft.layers.insert(1, Tar::new().file(".wh.a", b"").end());
    let history = craft.config["history"].as_array_mut().unwrap();
    history.insert(1, json!({"created_by": "RUN rm /a"}));
    let place = Place::new(&[]);
    place.write("app.tar", archive(&craft.docker_archive()));
    let arguments = ["image", "app.tar", "--base-layers", "2", "--select", "layer-deleted-bytes"];
    let said = place.run(&arguments);
    assert!(said.out.contains("1 finding more in the base image (1 warning); --with-base shows them"), "{}", said.out);
    assert_eq!(said.out.matches("warning[layer-deleted-bytes]").count(), 1, "{}", said.out);
    let said = place.run(&[&arguments[..], &["--with-base"]].concat());
    assert_eq!(said.out.matches("warning[layer-deleted-bytes]").count(), 2, "{}", said.out);
}

#[test]
fn files_of_other_tools_are_heeded() {
    let place = place();
    let select = ["image", "app.tar", "--format", "json", "--select", "image-user-root,layer-user-efficiency"];
    assert_eq!(found(&place.run(&select)), [("image-user-root".to_owned(), 5)], "50 kB are nothing");
    place.write(".dockleignore", "# we know\nCIS-DI-0001\nCIS-DI-0005\n");
    place.write(
        ".dive-ci",
        "rules:\n  lowestEfficiency: 0.9\n  highestWastedBytes: 10kB\n  highestUserWastedPercent: disabled\n",
    );
    assert_eq!(found(&place.run(&select)), [("layer-user-efficiency".to_owned(), 5)]);
    let isolated = place.run(&[&select[..], &["--isolated"]].concat());
    assert_eq!(found(&isolated), [("image-user-root".to_owned(), 5)]);
    place.write(".dive-ci", "rules:\n  lowestEfficiency: much\n");
    let said = place.run(&select);
    assert_eq!(said.status, 2);
    assert!(said.err.contains(".dive-ci:2:21: `much` is no limit that dive knows"), "{}", said.err);
}

#[test]
fn what_cannot_be_read_is_said() {
    let place = place();
    place.write("broken.tar", b"no image");
    let said = place.run(&["image", "broken.tar"]);
    assert_eq!(said.status, 2, "{}", said.out);
    assert!(said.err.starts_with("lotse: broken.tar: "), "{}", said.err);
    let said = place.run(&["image", "missing.tar", "app.tar", "--select", LAYERS, "--format", "json"]);
    assert_eq!((said.status, found(&said).len()), (2, 4), "one bad input hides no other: {}", said.err);
    let said = place.run(&["image", "app.tar", "--base", "broken.tar"]);
    assert_eq!(said.status, 2, "{}", said.err);
    assert_eq!(place.run(&["image"]).status, 2);
}

#[test]
fn an_image_confirms_and_refutes_what_its_dockerfile_makes_suspect() {
    let place = place();
    let select = [
        "check",
        "Dockerfile",
        "--select",
        "package-cache-not-removed,missing-user,root-user-in-final-stage",
        "--format",
        "json",
    ];
    let rules = |said: &Said| found(said).into_iter().map(|(rule, _)| rule).collect::<Vec<_>>();
    assert_eq!(rules(&place.run(&select)), ["package-cache-not-removed", "missing-user"]);
    let said = place.run(&[&select[..], &["--image", "app.tar"]].concat());
    assert!(said.out.contains("(in the image: 30 kB of caches are in this layer)"), "{}", said.out);
    assert!(said.err.contains("the image confirms 2 findings and refutes 0"), "{}", said.err);
    let mut clean = craft();
    clean.config["config"]["User"] = json!("1000");
    clean.layers[1] = Tar::new().file("usr/bin/curl", &[2; 9_000]).end();
    place.write("clean.tar", archive(&clean.docker_archive()));
    let said = place.run(&[&select[..], &["--image", "clean.tar"]].concat());
    assert_eq!((said.status, rules(&said).len()), (0, 0), "{}", said.out);
    assert!(said.err.contains("confirms 0 findings and refutes 2"), "{}", said.err);
    place.write("other/Dockerfile", "FROM debian:12\nRUN make something else\nCOPY x /elsewhere\n");
    let said = place.run(&["check", "other/Dockerfile", "--select", "missing-user", "--image", "app.tar"]);
    assert!(said.err.contains("the image was not built from this Dockerfile"), "{}", said.err);
}

/// Status and first line of standard error, with variables of the environment.
fn with_variables(place: &Place, arguments: &[&str], variables: &[(&str, &str)]) -> (i32, String) {
    let said = program::said(&place.command(arguments).envs(variables.iter().copied()).output().unwrap());
    (said.status, said.err.lines().next().unwrap_or("").to_owned())
}

#[test]
fn bounds_are_set_by_file_environment_and_command_line() {
    let place = place();
    let image = ["image", "app.tar", "--fail-on", "never"];
    assert_eq!(with_variables(&place, &image, &[]), (0, String::new()));
    place.write("lotse.toml", "[image]\npath-bytes = 12\n");
    let broken =
        "lotse: app.tar: layer 2: `var/lib/apt/lists/Packages` has a path of more than 12 bytes and is left out";
    assert_eq!(with_variables(&place, &image, &[]), (2, broken.to_owned()));
    let enough = [("LOTSE_LIMIT", "path-bytes=100,layers=10")];
    assert_eq!(with_variables(&place, &image, &enough), (0, String::new()), "the environment is stronger");
    let few = [&image[..], &["--limit", "path-bytes=12"]].concat();
    assert_eq!(with_variables(&place, &few, &enough), (2, broken.to_owned()), "the command line is the strongest");
    assert_eq!(with_variables(&place, &[&image[..], &["--isolated"]].concat(), &[]), (0, String::new()));
    let check = ["check", "Dockerfile", "--fail-on", "never", "--image", "app.tar"];
    assert_eq!(with_variables(&place, &check, &[]), (2, broken.to_owned()));

    let mistyped = [&image[..], &["--limit", "path-byte=5"]].concat();
    let message = "lotse: --limit: unknown key `path-byte`; did you mean `path-bytes`?";
    assert_eq!(with_variables(&place, &mistyped, &enough), (2, message.to_owned()));
    let (status, message) = with_variables(&place, &[&image[..], &["--limit", "layers"]].concat(), &enough);
    assert_eq!((status, message.contains("`layers` is no limit")), (2, true), "{message}");
    place.write("lotse.toml", "[image]\npath-byte = 1\n");
    let (status, message) = with_variables(&place, &image, &[]);
    assert_eq!(status, 2);
    assert!(message.ends_with("unknown key `path-byte` in `[image]`; did you mean `path-bytes`?"), "{message}");
}

#[test]
fn thresholds_of_rules_are_options() {
    let place = place();
    let select = ["image", "app.tar", "--format", "json", "--select", "layer-deleted-bytes,image-leftover-apt-lists"];
    assert_eq!(found(&place.run(&select)), [("layer-deleted-bytes".to_owned(), 7)]);
    place.write("lotse.toml", "[options.layer-deleted-bytes]\ndeleted-bytes = 30_001\n");
    assert_eq!(found(&place.run(&select)), []);
    place.write("lotse.toml", "[options.layer-deleted-bytes]\ndeleted-bytes = 30_000\n");
    assert_eq!(found(&place.run(&select)).len(), 1);
}

/// What comes through a pipe may stop coming. What is there by then is looked at.
#[test]
fn reading_ends_when_the_time_is_up() {
    let place = place();
    let mut files = craft().docker_archive();
    // What says what the image is stands first.
    files.rotate_right(2);
    let bytes = archive(&files);
    let arguments = ["image", "-", "--timeout", "1", "--select", "layer-duplicate-content,image-history-secret"];
    let mut child =
        place.command(&arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut pipe = child.stdin.take().unwrap();
    pipe.write_all(&bytes[..bytes.len() * 2 / 3]).unwrap();
    let started = Instant::now();
    let said = program::said(&child.wait_with_output().unwrap());
    assert!(started.elapsed() < Duration::from_secs(20), "{:?}", started.elapsed());
    drop(pipe);
    assert_eq!(said.status, 2, "{}", said.err);
    assert!(said.err.contains("is not read to its end: the time is up"), "{}", said.err);
    assert!(said.out.contains("image-history-secret"), "what was read is reported: {}", said.out);
    assert!(said.out.contains("    1   40.0 kB"), "the first layer is there: {}", said.out);
    assert!(said.out.contains("Note: not all of it could be read"), "{}", said.out);
    assert!(said.out.contains("; not all that was asked for could be done"), "{}", said.out);
}

#[test]
fn a_report_without_images_says_so() {
    let place = place();
    place.write("broken.tar", b"no image");
    for format in ["human", "markdown", "html", "statistics"] {
        let said = place.run(&["image", "broken.tar", "--format", format]);
        assert!(said.out.to_lowercase().contains("nothing could be linted"), "{format}: {}", said.out);
        assert!(!said.out.contains("0 files"), "{format}: {}", said.out);
        let said = place.run(&["image", "app.tar", "--select", "image-exposed-many", "--format", format]);
        assert!(said.out.to_lowercase().contains("no findings in 1 image"), "{format}: {}", said.out);
    }
}

/// Reports go to more people than a Dockerfile does.
#[test]
fn credentials_in_the_dockerfile_are_in_no_report() {
    let secrets = [
        "Sup3rS3cretPassw0rd", "ghp_0123456789abcdefghijABCDEFGHIJ012345", "Zt5LinesOfSomeKeyThatIsNone",
        "hunter2Hunter2",
    ];
    let lines = [
        "FROM debian:12".to_owned(),
        format!("ENV DB_PASSWORD={} GREETING=größer", secrets[0]),
        format!("ARG GIT={}", secrets[1]),
        format!("RUN mysql -u root -p{} -e 'select 1' && curl -u me:{0} https://example.org/", secrets[3]),
        format!("COPY <<END /key\n-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\nEND", secrets[2]),
        "RUN rm -rf /var/lib/apt/lists".to_owned(),
    ];
    let step = |created_by: &String| json!({"created_by": created_by.lines().next(), "empty_layer": !created_by.starts_with("RUN")});
    let mut craft = Craft::of(vec![
        Tar::new().file("etc/passwd", b"root:x:0:0::/:/bin/sh\n").end(),
        Tar::new().file("var/lib/apt/lists/Packages", &[1; 30_000]).end(),
        Tar::new().file("var/lib/apt/.wh.lists", b"").end(),
    ]);
    craft.config["history"] = lines[1..].iter().map(step).collect();
    craft.config["history"]
        .as_array_mut()
        .unwrap()
        .insert(0, json!({"created_by": "/bin/sh -c #(nop) ADD file:0a1b in / "}));
    let place = Place::new(&[("Dockerfile", &lines.join("\n"))]);
    place.write("app.tar", archive(&craft.docker_archive()));
    let formats = [
        "human", "concise", "json", "sarif", "github", "gitlab", "junit", "checkstyle", "gnu", "markdown", "sonarqube",
        "html",
    ];
    for format in formats {
        for dockerfile in [&["--dockerfile", "Dockerfile"][..], &[]] {
            let arguments = [&["image", "app.tar", "--preset", "strict", "--format", format], dockerfile].concat();
            let said = place.run(&arguments);
            assert!(said.status == 1 && said.out.contains("layer-deleted-bytes"), "{format}: {}", said.err);
            for secret in secrets {
                assert!(
                    !said.out.contains(secret) && !said.err.contains(secret),
                    "{format} shows {secret}: {}",
                    said.out
                );
            }
        }
    }
    let said = place.run(&["image", "app.tar", "--preset", "strict", "--dockerfile", "Dockerfile"]);
    assert!(said.out.contains("ENV DB_PASSWORD=Sup****************"), "places stay: {}", said.out);
}

#[test]
fn two_builds_are_compared() {
    let place = place();
    let mut again = craft();
    again.layers[2] = Tar::new().file("app/server", &vec![4; 20_000]).file("app/new", b"x").end();
    place.write("again.tar", archive(&again.docker_archive()));
    let compare = ["image", "app.tar", "--select", "image-exposed-many", "--format", "json", "--compare"];
    let said = place.run(&[&compare[..], &["app.tar"]].concat());
    assert_eq!((said.status, found(&said)), (0, vec![]), "{}", said.err);
    let said = place.run(&[&compare[..], &["again.tar"]].concat());
    assert_eq!(found(&said), [("image-not-reproducible".to_owned(), 8)]);
    let report: Value = serde_json::from_str(&said.out).unwrap();
    let wanted = "another build differs here in 2 paths: `/app/new` (only in the other), `/app/server` (content)";
    assert_eq!(report["diagnostics"][0]["message"], wanted);
    again.config["architecture"] = json!("arm64");
    place.write("again.tar", archive(&again.docker_archive()));
    let said = place.run(&[&compare[..], &["again.tar"]].concat());
    assert!(said.err.contains("there is no image for its platform in again.tar"), "{}", said.err);
    assert_eq!(place.run(&[&compare[..], &["missing.tar"]].concat()).status, 2);
}
