//! What the picture's marks look like: light colours, each legible on the card.

use crate::engine::Source;

/// Outside the systems.
pub(super) const GROUND: &str = "#f6f5f2";
/// Behind the strikes.
pub(super) const PANEL: &str = "#ffffff";
/// Around the card, and between rows.
pub(super) const LINE: &str = "#d9d6cf";
/// The straight steps: just visible.
pub(super) const STEP: &str = "#e7e4dd";
/// The beats.
pub(super) const BEAT: &str = "#b9b6ae";
/// The bars, and the way from the straight place to where a strike sounds.
pub(super) const MARK: &str = "#61666f";
/// Words that matter.
pub(super) const TEXT: &str = "#1d1f23";
/// Words that explain.
pub(super) const MUTED: &str = "#61666f";

/// How the strikes of a source are drawn; colour is never the only mark.
pub(super) struct Look {
    /// Its one colour.
    pub(super) colour: &'static str,
    /// The attributes of its body.
    pub(super) body: &'static str,
}

/// The look of a source.
pub(super) const fn of(source: Source) -> Look {
    match source {
        // Written strikes are solid, the others outlined: empty, hatched, barred or dashed.
        Source::Ghost => Look {
            colour: "#2f6fb5",
            body: "fill=\"#ffffff\" stroke=\"#2f6fb5\" stroke-width=\"1\"",
        },
        Source::Fill => Look {
            colour: "#7a3fa0",
            body: "fill=\"url(#afterbeat-fill)\" stroke=\"#7a3fa0\" stroke-width=\"1\"",
        },
        Source::Click => Look {
            colour: "#61666f",
            body: "fill=\"#ffffff\" stroke=\"#61666f\" stroke-width=\"1\" \
                   stroke-dasharray=\"2 1.5\"",
        },
        Source::Ratchet => Look {
            colour: "#b86a00",
            body: "fill=\"url(#afterbeat-ratchet)\" stroke=\"#b86a00\" stroke-width=\"1\"",
        },
        Source::User => Look {
            colour: "#b86a00",
            body: "fill=\"#b86a00\"",
        },
    }
}

/// The fillings that the looks name: the hatching of fills and the bars of ratchets.
pub(super) const FILLINGS: &str = "\
<pattern id=\"afterbeat-fill\" width=\"4\" height=\"4\" patternUnits=\"userSpaceOnUse\" \
patternTransform=\"rotate(45)\">\
<path fill=\"#ffffff\" d=\"M0 0h4v4h-4z\"/><path fill=\"#7a3fa0\" d=\"M0 0h1.6v4h-1.6z\"/></pattern>\n\
<pattern id=\"afterbeat-ratchet\" width=\"4\" height=\"4\" patternUnits=\"userSpaceOnUse\">\
<path fill=\"#ffffff\" d=\"M0 0h4v4h-4z\"/><path fill=\"#b86a00\" d=\"M0 0h4v2.2h-4z\"/></pattern>\n";
