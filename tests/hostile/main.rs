//! Input that wants to break the whole pipeline.

mod inputs;

#[test]
#[ignore]
fn dump() {
    let n: usize = std::env::var("N").unwrap().parse().unwrap();
    let dir = std::path::PathBuf::from(std::env::var("DIR").unwrap());
    for (set, scale) in
        [(inputs::INSTRUCTIONS, 1), (inputs::INSIDE, 1), (inputs::NESTED, 1), (inputs::BULK, 50)]
    {
        for (name, make) in set {
            std::fs::write(
                dir.join(format!("{}.{n:07}.Dockerfile", name.replace(' ', "-"))),
                make(n * scale),
            )
            .unwrap();
        }
    }
}
