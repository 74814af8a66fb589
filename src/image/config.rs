//! The configuration of an image: how a container starts, and the steps that made it.

use std::collections::BTreeMap;

/// What the configuration says. What it leaves out, or sets to null, is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// `linux`.
    pub os: String,
    /// `amd64`.
    pub architecture: String,
    /// `v7`.
    pub variant: String,
    /// When it was made, as it stands there (RFC 3339).
    pub created: Option<String>,
    /// `USER`.
    pub user: String,
    /// `ENV`, `NAME=value` each.
    pub env: Vec<String>,
    /// `ENTRYPOINT`.
    pub entrypoint: Vec<String>,
    /// `CMD`.
    pub cmd: Vec<String>,
    /// `WORKDIR`.
    pub working_dir: String,
    /// `SHELL`.
    pub shell: Vec<String>,
    /// The test of `HEALTHCHECK`, `["NONE"]` where it is switched off; `None` where there is none.
    pub healthcheck: Option<Vec<String>>,
    /// `EXPOSE`: `8080/tcp`.
    pub exposed_ports: Vec<String>,
    /// `VOLUME`.
    pub volumes: Vec<String>,
    /// `LABEL`.
    pub labels: BTreeMap<String, String>,
    /// `ONBUILD`.
    pub on_build: Vec<String>,
    /// `STOPSIGNAL`.
    pub stop_signal: Option<String>,
    /// The steps that made it, oldest first.
    pub history: Vec<Step>,
    /// `rootfs.diff_ids`: of each layer, from the base upward.
    pub diff_ids: Vec<String>,
}

/// One step of the history.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Step {
    /// When (RFC 3339).
    pub created: Option<String>,
    /// What was run, as the builder spelled it.
    pub created_by: String,
    /// `buildkit.dockerfile.v0`, `FROM …`.
    pub comment: String,
    /// Who.
    pub author: String,
    /// It made no layer.
    pub is_empty_layer: bool,
}
