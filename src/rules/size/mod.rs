//! Rules about what makes an image larger than it need be.

pub mod full_base_image;
pub mod sdk_image_in_final_stage;
