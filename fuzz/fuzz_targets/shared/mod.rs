//! What all targets do with an archive.

use lotse::config::Settings;
use lotse::image::read::{Bounds, Input, Options, open};
use lotse::lint::{ImageInput, lint_image};

/// Reads an archive from memory, lays its layers over each other and lints it.
pub fn read(bytes: &[u8]) {
    let bounds = Bounds { ratio_from: 1 << 20, layer_bytes: 1 << 24, total_bytes: 1 << 26, ..Bounds::default() };
    let options = Options { bounds, threads: 1, ..Options::default() };
    for image in &open(Input::Stream(Box::new(bytes)), &options).images {
        let input = ImageInput { path: "image.tar".to_owned(), ..ImageInput::default() };
        lint_image(image, &input, &Settings::default());
    }
}
