//! The tables of `knowledge`: what they answer, and that they are consistent in themselves.

#[path = "knowledge/base_images.rs"]
mod base_images;
#[path = "knowledge/package_managers.rs"]
mod package_managers;
#[path = "knowledge/small_tables.rs"]
mod small_tables;
