//! Rules about shell texts.

pub mod script_without_errexit;
