//! What can be known of a text before the build.

/// A text as far as it is known statically.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// All of it.
    Known(Box<str>),
    /// Some of it; at least one part is [`Part::Unknown`].
    Partly(Vec<Part>),
    /// Nothing of it. Never the same as an empty text.
    Unknown,
}

/// A part of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Known text.
    Text(Box<str>),
    /// Text that only the build knows.
    Unknown,
}

impl Value {
    /// A known value.
    pub fn known(text: impl Into<Box<str>>) -> Self {
        Self::Known(text.into())
    }

    /// A value of the given parts; adjoining texts are joined.
    pub fn from_parts(parts: impl IntoIterator<Item = Part>) -> Self {
        let mut joined: Vec<Part> = Vec::new();
        let mut text = String::new();
        for part in parts {
            match part {
                Part::Text(more) => text.push_str(&more),
                Part::Unknown => {
                    if !text.is_empty() {
                        joined.push(Part::Text(std::mem::take(&mut text).into()));
                    }
                    joined.push(Part::Unknown);
                }
            }
        }
        if !text.is_empty() {
            joined.push(Part::Text(text.into()));
        }
        match joined.as_slice() {
            [] => Self::known(""),
            [Part::Text(text)] => Self::Known(text.clone()),
            [Part::Unknown] => Self::Unknown,
            _ => Self::Partly(joined),
        }
    }

    /// Bytes of what is known of it, and one for each part that is not.
    pub fn size(&self) -> usize {
        match self {
            Self::Known(text) => text.len(),
            Self::Partly(parts) => {
                parts.iter().map(|part| if let Part::Text(text) = part { text.len() } else { 1 }).sum()
            }
            Self::Unknown => 0,
        }
    }

    /// The whole text, where all of it is known.
    pub fn as_known(&self) -> Option<&str> {
        match self {
            Self::Known(text) => Some(text),
            _ => None,
        }
    }

    /// The known text that it begins with.
    pub fn prefix(&self) -> &str {
        match self {
            Self::Known(text) => text,
            Self::Partly(parts) => match parts.first() {
                Some(Part::Text(text)) => text,
                _ => "",
            },
            Self::Unknown => "",
        }
    }

    /// The known text that it ends with.
    pub fn suffix(&self) -> &str {
        match self {
            Self::Known(text) => text,
            Self::Partly(parts) => match parts.last() {
                Some(Part::Text(text)) => text,
                _ => "",
            },
            Self::Unknown => "",
        }
    }

    /// Whether the build may make this text of it.
    pub fn may_be(&self, text: &str) -> bool {
        match self {
            Self::Known(known) => **known == *text,
            Self::Unknown => true,
            Self::Partly(parts) => {
                let mut rest = text;
                let mut anchored = true;
                for (index, part) in parts.iter().enumerate() {
                    match part {
                        Part::Unknown => anchored = false,
                        Part::Text(known) if anchored => match rest.strip_prefix(&**known) {
                            Some(behind) => rest = behind,
                            None => return false,
                        },
                        Part::Text(known) if index + 1 == parts.len() => {
                            return rest.ends_with(&**known);
                        }
                        Part::Text(known) => match rest.find(&**known) {
                            Some(place) => {
                                rest = &rest[place + known.len()..];
                                anchored = true;
                            }
                            None => return false,
                        },
                    }
                }
                !anchored || rest.is_empty()
            }
        }
    }
}
