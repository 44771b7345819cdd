//! Words of the files that stand for one of a few meanings.

/// Declares the wire form of an enum: which word of the files stands for which meaning.
macro_rules! vocabulary {
    ($wire:ident => $meaning:ident { $($text:literal = $variant:ident),+ $(,)? }) => {
        #[derive(Clone, Copy, serde::Deserialize)]
        pub(super) enum $wire { $(#[serde(rename = $text)] $variant),+ }
        impl From<$wire> for $meaning {
            fn from(wire: $wire) -> $meaning {
                match wire { $($wire::$variant => $meaning::$variant),+ }
            }
        }
    };
}

pub(crate) use vocabulary;
