//! Manifests, indexes, configurations and digests.

use super::*;

#[test]
fn digests_and_sizes_are_compared() {
    let craft = sandwich(Tar::new().file("hostile", b"original").end());
    let mut files = craft.layout(Packing::Plain);
    let forged = Tar::new().file("hostile", b"replaced").end();
    files[1].1.clone_from(&forged);
    let opened = read(&archive(&files));
    let layer = &opened.images[0].layers[1];
    assert!(!layer.is_verified);
    assert_eq!(paths(layer), ["hostile"], "it is looked at all the same");
    let (found, wanted) = (&crafter::digest(&forged)[..19], &crafter::digest(&craft.layers[1])[..19]);
    assert_eq!(
        said(&layer.problems),
        [
            (Mismatch, format!("the layer is not what its digest says: it is {found}… instead of {wanted}…").as_str()),
            (Mismatch, format!("the layer is not what its diff_id says: it is {found}… instead of {wanted}…").as_str()),
        ]
    );
    files[1].1.extend([0; 512]);
    let longer = read(&archive(&files));
    assert_eq!(longer.images[0].layers[1].problems[0].message, "the layer has 2560 bytes instead of 2048");
    let mut files = craft.layout(Packing::Plain);
    files[3].1 = String::from_utf8(files[3].1.clone()).unwrap().replace("linux", "LINUX").into_bytes();
    let opened = read(&archive(&files));
    assert_eq!(opened.images[0].problems[0].kind, Mismatch);
    assert!(opened.images[0].problems[0].message.starts_with("the configuration is not what its digest says"));
}

#[test]
fn sha512_is_known_too() {
    use sha2::Digest as _;
    let sha512 = |bytes: &[u8]| {
        let digits: String =
            sha2::Sha512::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat();
        digits
    };
    let craft = sandwich(Tar::new().file("hostile", b"").end());
    let good = sha512(&craft.layers[1]);
    for (digest, is_same) in [(good.clone(), true), (good.replace('0', "1"), false)] {
        let mut files = changed(&craft, |manifest| manifest["layers"][1]["digest"] = json!(format!("sha512:{digest}")));
        files.push((format!("blobs/sha512/{digest}"), craft.layers[1].clone()));
        let opened = read(&archive(&files));
        assert_eq!(
            opened.images[0].layers[1].problems.is_empty(),
            is_same,
            "{:?}",
            opened.images[0].layers[1].problems
        );
    }
}

fn problems_with(files: &Files, bounds: &Bounds) -> Vec<(ProblemKind, String)> {
    let opened = read_with(&archive(files), bounds);
    let of_images = opened.images.iter().flat_map(|image| &image.problems);
    opened.problems.iter().chain(of_images).map(|problem| (problem.kind, problem.message.clone())).collect()
}

#[test]
fn documents_are_bounded() {
    let default = Bounds::default();
    assert_eq!((default.manifest_bytes, default.config_bytes, default.layers), (4 << 20, 16 << 20, 1024));
    assert_eq!((default.history, default.manifests, default.indexes), (8192, 512, 4));
    let craft = sandwich(Tar::new().end());
    let files = craft.docker_archive();
    let small = Bounds { manifest_bytes: 1 << 5, ..default.clone() };
    assert_eq!(problems_with(&files, &small)[0], (Incomplete, "manifest.json is longer than 32 bytes".to_owned()));
    let small = Bounds { config_bytes: 1 << 5, ..default.clone() };
    let found = problems_with(&files, &small);
    assert!(found.contains(&(Incomplete, "the configuration is longer than 32 bytes".to_owned())), "{found:?}");
    let found = problems_with(&files, &Bounds { layers: 2, ..default.clone() });
    assert!(
        found.contains(&(Incomplete, "the manifest lists 3 layers; more than 2 are not read".to_owned())),
        "{found:?}"
    );
    let mut long = craft.clone();
    long.config["history"] = json!([{"created_by": "a"}, {"created_by": "b"}, {"created_by": "c"}]);
    let found = problems_with(&long.docker_archive(), &Bounds { history: 2, ..default.clone() });
    let message = "the configuration has 3 steps in its history; more than 2 are not read";
    assert_eq!(found, [(Incomplete, message.to_owned())]);
    let mut deep = craft.docker_archive();
    deep.retain(|(name, _)| name != "manifest.json");
    deep.push(("manifest.json".to_owned(), [vec![b'['; 100], vec![b']'; 100]].concat()));
    let found = problems_with(&deep, &default);
    assert!(
        found[0].1.starts_with("manifest.json is no valid JSON: more than 64 values inside each other"),
        "{found:?}"
    );
}

#[test]
fn indexes_are_bounded() {
    let default = Bounds::default();
    let (mut files, manifest) = sandwich(Tar::new().end()).blobs(Packing::Plain);
    files.push((format!("blobs/sha256/{}", crafter::hex(&manifest)), manifest.clone()));
    let mut inner = crafter::descriptor(&manifest, crafter::MANIFEST_TYPE, None);
    for _ in 0..6 {
        let index = serde_json::to_vec(&json!({"manifests": [inner]})).unwrap();
        inner = crafter::descriptor(&index, crafter::INDEX_TYPE, None);
        files.push((format!("blobs/sha256/{}", crafter::hex(&index)), index));
    }
    files.push(("index.json".to_owned(), serde_json::to_vec(&json!({"manifests": [inner]})).unwrap()));
    let found = problems_with(&files, &default);
    assert_eq!(found, [(Incomplete, "there are more than 4 indexes inside each other".to_owned())]);

    let many = crafter::descriptor(&manifest, crafter::MANIFEST_TYPE, None);
    files.pop();
    files.push(("index.json".to_owned(), serde_json::to_vec(&json!({"manifests": [many, many, many]})).unwrap()));
    let found = problems_with(&files, &Bounds { manifests: 2, ..default.clone() });
    assert_eq!(found, [(Incomplete, "an index lists 3 manifests; more than 2 are not read".to_owned())]);

    // What lists itself cannot have the digest that it is found by.
    let own = format!("sha256:{}", "ab".repeat(32));
    let cycle = serde_json::to_vec(&json!({"manifests": [{"digest": own}]})).unwrap();
    let files = vec![("index.json".to_owned(), cycle.clone()), (format!("blobs/sha256/{}", &own[7..]), cycle)];
    let found = problems_with(&files, &default);
    assert_eq!(found[0].0, Mismatch);
    assert_eq!(found[1], (Incomplete, "the index sha256:abababababab lists itself".to_owned()));
}

#[test]
fn configurations_are_read_leniently() {
    let mut craft = Craft::of(vec![Tar::new().end(), Tar::new().end()]);
    craft.config = json!({
        "os": null, "architecture": 7, "created": "yesterday", "future": {"a": [1, 2.5, -3]},
        "config": {
            "User": null, "Env": null, "Entrypoint": "/one", "Cmd": [1, "two", null], "Labels": {"a": 1, "b": "c"},
            "Healthcheck": {"Test": null}, "ExposedPorts": null, "OnBuild": null, "Volumes": []
        },
        "history": [{"created": 5, "created_by": null}]
    });
    let opened = read(&archive(&craft.docker_archive()));
    let image = &opened.images[0];
    assert_eq!((said(&opened.problems), said(&image.problems)), (vec![], vec![]));
    let config = &image.config;
    assert_eq!(
        (config.os.as_str(), config.architecture.as_str(), config.created.as_deref()),
        ("", "", Some("yesterday"))
    );
    assert_eq!(
        (config.entrypoint.as_slice(), config.cmd.as_slice()),
        (&["/one".to_owned()][..], &["two".to_owned()][..])
    );
    assert_eq!((config.healthcheck.clone(), config.labels.len(), config.history.len()), (None, 1, 1));

    let mut files = craft.docker_archive();
    let config = files.iter_mut().find(|(name, _)| name.ends_with(".json")).unwrap();
    config.1 = [b"{\"os\":\"plan9\",".as_slice(), &config.1[1..]].concat();
    let opened = read(&archive(&files));
    assert!(said(&opened.images[0].problems).contains(&(Odd, "the configuration has the key `os` twice")));

    files.retain(|(name, _)| name == "manifest.json" || name.ends_with(".tar"));
    let opened = read(&archive(&files));
    assert!(said(&opened.images[0].problems).contains(&(Incomplete, "the configuration is not there")));
    assert_eq!(opened.images[0].layers.len(), 2, "the layers are read all the same");
}

#[test]
fn what_is_no_image_is_said_to_be_none() {
    let only = |bytes: &[u8]| {
        let opened = read(bytes);
        assert_eq!((opened.images.len(), opened.problems.len()), (0, 1), "{opened:?}");
        assert_eq!(opened.problems[0].kind, Incomplete);
        opened.problems[0].message.clone()
    };
    let neither = "is neither a tar archive nor a folder with an image";
    assert_eq!(only(b""), neither);
    assert_eq!(only(b"FROM debian\n"), neither);
    assert_eq!(only(&gzip(b"FROM debian\n")), neither);
    let none = "is no image: there is neither an index.json nor a manifest.json in it";
    assert_eq!(only(&Tar::new().file("etc/passwd", b"").end()), none);
    assert_eq!(only(&archive(&vec![("manifest.json".to_owned(), b"[]".to_vec())])), "there is no image in it");
    let schema1 = json!({"schemaVersion": 1, "fsLayers": []});
    let text = serde_json::to_vec(&schema1).unwrap();
    assert_eq!(
        only(&archive(&vec![("manifest.json".to_owned(), text)])),
        "manifest.json is of schema 1, which is not read"
    );
    let missing = open(Input::Path(std::path::Path::new("/nowhere/at/all")), &Options::default());
    assert!(missing.problems[0].message.starts_with("cannot be read: "));
}

#[test]
fn artifacts_are_no_images() {
    let craft = sandwich(Tar::new().end());
    let files = changed(&craft, |manifest| {
        manifest["config"]["mediaType"] = json!("application/vnd.cncf.helm.config.v1+json");
    });
    let opened = read(&archive(&files));
    let message = &opened.problems[0].message;
    assert!(
        message.ends_with("is of an artifact (`application/vnd.cncf.helm.config.v1+json`), not of an image"),
        "{message}"
    );
}
