//! Colours and sizes: one accent for each meaning, everything else grey.

use egui::{Color32, CornerRadius, FontFamily, FontId, Stroke, Style, TextStyle, Visuals};

/// The colours of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Behind everything.
    pub ground: Color32,
    /// What lies on the ground.
    pub panel: Color32,
    /// What can be pressed.
    pub control: Color32,
    /// Hairlines: steps and borders.
    pub line: Color32,
    /// Stronger lines: beats.
    pub beat: Color32,
    /// The strongest: bars.
    pub bar: Color32,
    /// What is read first.
    pub text: Color32,
    /// What is read second.
    pub muted: Color32,
    /// What the musician wrote.
    pub user: Color32,
    /// Ghosts.
    pub ghost: Color32,
    /// Fills.
    pub fill: Color32,
    /// Where the music is.
    pub playhead: Color32,
    /// On an accent colour.
    pub on_accent: Color32,
    /// Whether it is light on dark.
    pub is_dark: bool,
}

/// Light on dark.
pub const DARK: Theme = Theme {
    ground: Color32::from_rgb(0x14, 0x16, 0x1a),
    panel: Color32::from_rgb(0x1c, 0x1f, 0x25),
    control: Color32::from_rgb(0x26, 0x2a, 0x32),
    line: Color32::from_rgb(0x2b, 0x30, 0x38),
    beat: Color32::from_rgb(0x44, 0x4b, 0x57),
    bar: Color32::from_rgb(0x74, 0x7d, 0x8b),
    text: Color32::from_rgb(0xe8, 0xea, 0xed),
    muted: Color32::from_rgb(0x98, 0xa1, 0xae),
    user: Color32::from_rgb(0xf5, 0xa6, 0x23),
    ghost: Color32::from_rgb(0x3c, 0xc8, 0xb4),
    fill: Color32::from_rgb(0xe6, 0x6b, 0xa9),
    playhead: Color32::WHITE,
    on_accent: Color32::from_rgb(0x14, 0x16, 0x1a),
    is_dark: true,
};

/// Dark on light.
pub const LIGHT: Theme = Theme {
    ground: Color32::from_rgb(0xf6, 0xf5, 0xf2),
    panel: Color32::WHITE,
    control: Color32::from_rgb(0xef, 0xed, 0xe8),
    line: Color32::from_rgb(0xd9, 0xd6, 0xcf),
    beat: Color32::from_rgb(0xb4, 0xb0, 0xa6),
    bar: Color32::from_rgb(0x7d, 0x7a, 0x72),
    text: Color32::from_rgb(0x1d, 0x1f, 0x23),
    muted: Color32::from_rgb(0x5c, 0x61, 0x6a),
    user: Color32::from_rgb(0x9a, 0x57, 0x00),
    ghost: Color32::from_rgb(0x0a, 0x6e, 0x60),
    fill: Color32::from_rgb(0xa8, 0x2c, 0x6b),
    playhead: Color32::from_rgb(0x1d, 0x1f, 0x23),
    on_accent: Color32::WHITE,
    is_dark: false,
};

/// The size of what is read second, in points.
pub const SMALL: f32 = 11.0;
/// The size of what is read first.
pub const BODY: f32 = 13.0;
/// The unit of all distances.
pub const UNIT: f32 = 4.0;

impl Default for Theme {
    fn default() -> Self {
        DARK
    }
}

impl Theme {
    /// Light or dark.
    pub const fn of(is_light: bool) -> Self {
        if is_light { LIGHT } else { DARK }
    }

    /// Has `egui` draw its own widgets in these colours.
    pub fn style(&self) -> Style {
        let mut style = Style {
            visuals: self.visuals(),
            ..Style::default()
        };
        let small = FontId::new(SMALL, FontFamily::Proportional);
        let body = FontId::new(BODY, FontFamily::Proportional);
        style.text_styles = [
            (TextStyle::Small, small),
            (TextStyle::Body, body.clone()),
            (TextStyle::Button, body.clone()),
            (TextStyle::Heading, body),
            (TextStyle::Monospace, FontId::monospace(BODY)),
        ]
        .into();
        style.spacing.item_spacing = egui::vec2(UNIT, UNIT);
        style.spacing.button_padding = egui::vec2(2.0 * UNIT, UNIT);
        style.spacing.interact_size = egui::vec2(24.0, 24.0);
        style.interaction.tooltip_delay = 0.4;
        style.interaction.selectable_labels = false;
        style
    }

    fn visuals(&self) -> Visuals {
        let base = if self.is_dark {
            Visuals::dark()
        } else {
            Visuals::light()
        };
        let mut visuals = Visuals {
            override_text_color: Some(self.text),
            weak_text_color: Some(self.muted),
            panel_fill: self.ground,
            window_fill: self.panel,
            window_stroke: Stroke::new(1.0, self.beat),
            extreme_bg_color: self.ground,
            faint_bg_color: self.control,
            hyperlink_color: self.user,
            ..base
        };
        visuals.selection.bg_fill = self.user.gamma_multiply(0.35);
        visuals.selection.stroke = Stroke::new(1.0, self.user);
        let widgets = &mut visuals.widgets;
        for (widget, fill, edge) in [
            (&mut widgets.noninteractive, self.panel, self.line),
            (&mut widgets.inactive, self.control, self.line),
            (&mut widgets.hovered, self.control, self.bar),
            (&mut widgets.active, self.line, self.bar),
            (&mut widgets.open, self.line, self.bar),
        ] {
            widget.bg_fill = fill;
            widget.weak_bg_fill = fill;
            widget.bg_stroke = Stroke::new(1.0, edge);
            widget.fg_stroke = Stroke::new(1.0, self.text);
            widget.corner_radius = CornerRadius::same(4);
            widget.expansion = 0.0;
        }
        visuals
    }
}

/// How well `a` is told from `b`, 1 to 21, as WCAG 2 has it.
pub fn contrast(a: Color32, b: Color32) -> f64 {
    let (a, b) = (luminance(a) + 0.05, luminance(b) + 0.05);
    if a > b { a / b } else { b / a }
}

fn luminance(colour: Color32) -> f64 {
    let linear = |channel: u8| {
        let value = f64::from(channel) / 255.0;
        if value <= 0.040_45 {
            value / 12.92
        } else {
            libm::pow((value + 0.055) / 1.055, 2.4)
        }
    };
    0.2126 * linear(colour.r()) + 0.7152 * linear(colour.g()) + 0.0722 * linear(colour.b())
}
