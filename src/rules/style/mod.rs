//! Rules about how a Dockerfile reads.

pub mod unused_suppression;
