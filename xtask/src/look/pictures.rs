//! The pictures: what is seen in each, and how it comes about.

/// A picture that is taken of a window that plays.
pub struct Picture {
    /// Its file.
    pub name: &'static str,
    /// What the saved state says of the window: fields and values.
    pub look: &'static [(&'static str, &'static str)],
    /// Where is clicked while it plays, in pixels from the window's corner.
    pub clicks: &'static [(i16, i16)],
    /// How many seconds it plays before.
    pub seconds: u64,
}

/// The pages as the state numbers them.
const LANE: (&str, &str) = ("page", "1");
const PATTERN: (&str, &str) = ("page", "2");
const SETTINGS: (&str, &str) = ("page", "3");
const EXPORT: (&str, &str) = ("page", "4");
const ROUTING: (&str, &str) = ("page", "5");

const LIGHT: (&str, &str) = ("light", "true");
const WIDTH: (&str, &str) = ("width", "860");
const HEIGHT: (&str, &str) = ("height", "560");
const DOUBLE: (&str, &str) = ("zoom", "200");
const FIRST: (&str, &str) = ("welcomed", "false");

const fn picture(
    name: &'static str,
    look: &'static [(&'static str, &'static str)],
    clicks: &'static [(i16, i16)],
) -> Picture {
    Picture {
        name,
        look,
        clicks,
        seconds: 3,
    }
}

/// All of them: the groove in every dress, and each page.
pub const PICTURES: [Picture; 20] = [
    picture("dark.png", &[], &[]),
    // The bar before the phrase's end, in which a fill comes.
    Picture {
        seconds: 14,
        ..picture("fill.png", &[], &[])
    },
    picture("light.png", &[LIGHT], &[]),
    picture("small.png", &[WIDTH, HEIGHT], &[]),
    picture("double.png", &[DOUBLE], &[]),
    picture("more.png", &[], &[(1084, 20)]),
    picture("lane.png", &[LANE], &[]),
    picture("pattern.png", &[PATTERN], &[]),
    picture("settings.png", &[SETTINGS], &[]),
    picture("settings-light.png", &[SETTINGS, LIGHT], &[]),
    picture("settings-small.png", &[SETTINGS, WIDTH, HEIGHT], &[]),
    picture("export.png", &[EXPORT], &[]),
    picture("export-light.png", &[EXPORT, LIGHT], &[]),
    picture("export-small.png", &[EXPORT, WIDTH, HEIGHT], &[]),
    picture("routing.png", &[ROUTING], &[]),
    picture("first.png", &[FIRST], &[]),
    picture("first-small.png", &[FIRST, WIDTH, HEIGHT], &[]),
    picture("feels.png", &[], &[(132, 20)]),
    picture("grooves.png", &[], &[(80, 45)]),
    picture("grooves-small.png", &[WIDTH, HEIGHT], &[(80, 45)]),
];
