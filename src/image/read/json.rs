//! JSON of people one does not know: nesting is bounded, a key that stands twice is reported, the wrong type is nothing.

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// Values inside each other.
const DEEPEST: usize = 64;

/// Keys that stand twice are named up to this number.
const DUPLICATES: usize = 20;

/// A value. Numbers that are no lengths mean nothing here.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Json {
    Null,
    Bool(bool),
    Length(u64),
    OtherNumber,
    Text(String),
    List(Vec<Json>),
    Map(Vec<(String, Json)>),
}

/// Reads a document; the keys that stand twice in one of its objects come with it.
pub(super) fn parse(text: &[u8]) -> Result<(Json, Vec<String>), String> {
    let text = String::from_utf8_lossy(text);
    let mut duplicates = Vec::new();
    let mut reader = serde_json::Deserializer::from_str(text.trim_start_matches('\u{feff}'));
    let json = Seed { depth: 0, duplicates: &mut duplicates }
        .deserialize(&mut reader)
        .and_then(|json| reader.end().map(|()| json))
        .map_err(|error| error.to_string())?;
    Ok((json, duplicates))
}

impl Json {
    /// The value of a key, the last of several; `None` where there is none, and for null.
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        let Self::Map(members) = self else { return None };
        let found = members.iter().rfind(|(name, _)| name == key).map(|(_, value)| value);
        found.filter(|value| **value != Self::Null)
    }

    pub(super) fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    pub(super) fn as_list(&self) -> Option<&[Self]> {
        if let Self::List(list) = self { Some(list) } else { None }
    }

    /// The text of a key; empty where there is none.
    pub(super) fn text(&self, key: &str) -> &str {
        self.get(key).and_then(Self::as_text).unwrap_or_default()
    }

    pub(super) fn length(&self, key: &str) -> Option<u64> {
        if let Some(Self::Length(length)) = self.get(key) { Some(*length) } else { None }
    }

    pub(super) fn is_true(&self, key: &str) -> bool {
        self.get(key) == Some(&Self::Bool(true))
    }

    /// The list of a key; empty where there is none.
    pub(super) fn list(&self, key: &str) -> &[Self] {
        self.get(key).and_then(Self::as_list).unwrap_or_default()
    }

    /// The texts in the list of a key; one text counts as a list of one.
    pub(super) fn texts(&self, key: &str) -> Vec<String> {
        match self.get(key) {
            Some(Self::Text(text)) => vec![text.clone()],
            Some(Self::List(list)) => list.iter().filter_map(Self::as_text).map(str::to_owned).collect(),
            _ => Vec::new(),
        }
    }

    /// The members of a key's object; none where it is no object.
    pub(super) fn members(&self, key: &str) -> &[(String, Self)] {
        if let Some(Self::Map(members)) = self.get(key) { members } else { &[] }
    }
}

struct Seed<'d> {
    depth: usize,
    duplicates: &'d mut Vec<String>,
}

impl Seed<'_> {
    fn deeper<E: Error>(&mut self) -> Result<Seed<'_>, E> {
        if self.depth == DEEPEST {
            return Err(E::custom(format!("more than {DEEPEST} values inside each other")));
        }
        Ok(Seed { depth: self.depth + 1, duplicates: self.duplicates })
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Json;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Json;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Length(value))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Json, E> {
        Ok(Json::OtherNumber)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Json, E> {
        Ok(Json::OtherNumber)
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(Json::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Json, E> {
        Ok(Json::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut values: A) -> Result<Json, A::Error> {
        let mut list = Vec::new();
        while let Some(value) = values.next_element_seed(self.deeper()?)? {
            list.push(value);
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut values: A) -> Result<Json, A::Error> {
        let mut members: Vec<(String, Json)> = Vec::new();
        let mut keys = std::collections::HashSet::new();
        while let Some(key) = values.next_key::<String>()? {
            if !keys.insert(key.clone()) && self.duplicates.len() < DUPLICATES {
                self.duplicates.push(key.clone());
            }
            members.push((key, values.next_value_seed(self.deeper()?)?));
        }
        Ok(Json::Map(members))
    }
}
