//! What packages carry within them that has a licence of its own: fonts, and C++ libraries.
//!
//! Packages say nothing of these in a form that could be read, so they are listed here. A file that
//! is no longer there fails the command: then the list has to be read again.

/// A part of a package.
pub struct Part {
    /// The package.
    pub package: &'static str,
    /// What it is called.
    pub name: &'static str,
    /// Its licence, in SPDX's words.
    pub licence: &'static str,
    /// Where its text is.
    pub text: Text,
}

/// Where a licence's text is.
pub enum Text {
    /// In this file of the package.
    File(&'static str),
    /// In the first comment of this file of the package.
    Comment(&'static str),
}

const fn font(name: &'static str, licence: &'static str, file: &'static str) -> Part {
    Part {
        package: "epaint_default_fonts",
        name,
        licence,
        text: Text::File(file),
    }
}

const fn wrapped(name: &'static str, text: Text) -> Part {
    Part {
        package: "clap-wrapper",
        name,
        licence: "MIT",
        text,
    }
}

/// All of them, in the packages' order.
pub const PARTS: &[Part] = &[
    wrapped("CLAP", Text::File("external/clap/LICENSE")),
    wrapped(
        "clap-wrapper, the C++ library",
        Text::File("external/clap-wrapper/LICENSE"),
    ),
    wrapped(
        "{fmt}",
        Text::Comment("external/clap-wrapper/libs/fmt/fmt/format.h"),
    ),
    wrapped("the VST 3 SDK", Text::File("external/vst3sdk/LICENSE.txt")),
    wrapped("ghc::filesystem", Text::File("external/filesystem/LICENSE")),
    font("the font Noto Emoji", "OFL-1.1", "fonts/OFL.txt"),
    font("the font Ubuntu Light", "Ubuntu-font-1.0", "fonts/UFL.txt"),
    font(
        "the font Hack",
        "MIT AND Bitstream-Vera",
        "fonts/Hack-Regular.txt",
    ),
    font(
        "the font emoji-icon-font",
        "MIT",
        "fonts/emoji-icon-font-mit-license.txt",
    ),
    font("the font egui-icons", "MIT", "fonts/egui-icons.txt"),
];
