//! SVG as text: shapes with plain attributes, and what people wrote made safe for XML.

use std::fmt::{Display, Write as _};

/// A picture being written.
pub(super) struct Svg(String);

/// A point, from the left and from the top.
pub(super) type Point = (f64, f64);

impl Svg {
    /// An empty picture of this size, with words for those who cannot see it.
    pub(super) fn new(width: f64, height: f64, title: &str, details: &str) -> Self {
        let mut svg = Self(String::new());
        let (width, height) = (Number(width), Number(height));
        svg.put(format_args!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" role=\"img\" font-family=\"sans-serif\" \
             font-size=\"14\">\n"
        ));
        let (title, details) = (Words(title), Words(details));
        svg.put(format_args!(
            "<title>{title}</title>\n<desc>{details}</desc>\n"
        ));
        svg
    }

    /// What shapes may name as their filling: elements as they are.
    pub(super) fn definitions(&mut self, elements: &str) {
        self.put(format_args!("<defs>\n{elements}</defs>\n"));
    }

    /// The whole text.
    pub(super) fn finish(mut self) -> String {
        self.0.push_str("</svg>\n");
        self.0
    }

    /// A box from its upper left, with `words` for the mouse that rests on it.
    pub(super) fn rect(&mut self, at: Point, size: Point, attributes: &str, words: &str) {
        let (x, y) = (Number(at.0), Number(at.1));
        let (width, height) = (Number(size.0), Number(size.1));
        self.put(format_args!(
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\""
        ));
        if !attributes.is_empty() {
            self.put(format_args!(" {attributes}"));
        }
        if words.is_empty() {
            self.put(format_args!("/>\n"));
        } else {
            self.put(format_args!("><title>{}</title></rect>\n", Words(words)));
        }
    }

    /// Straight lines, each from a point to a point, as one shape.
    pub(super) fn lines(&mut self, lines: &[(Point, Point)], attributes: &str) {
        if lines.is_empty() {
            return;
        }
        self.put(format_args!("<path {attributes} d=\""));
        for (from, to) in lines {
            let (x, y) = (Number(from.0), Number(from.1));
            let (to_x, to_y) = (Number(to.0), Number(to.1));
            self.put(format_args!("M{x} {y}L{to_x} {to_y}"));
        }
        self.put(format_args!("\"/>\n"));
    }

    /// Words whose line starts, or as `attributes` say ends, at a point.
    pub(super) fn text(&mut self, at: Point, attributes: &str, words: &str) {
        let (x, y) = (Number(at.0), Number(at.1));
        self.put(format_args!("<text x=\"{x}\" y=\"{y}\" {attributes}>"));
        self.put(format_args!("{}</text>\n", Words(words)));
    }

    fn put(&mut self, text: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = self.0.write_fmt(text);
    }
}

/// A coordinate: hundredths, without zeros at its end.
struct Number(f64);

impl Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Adding 0 makes a minus zero a zero.
        let text = format!("{:.2}", (self.0 * 100.0).round() / 100.0 + 0.0);
        f.write_str(text.trim_end_matches('0').trim_end_matches('.'))
    }
}

/// Words as XML holds them; what it cannot hold is shown as the sign for that.
struct Words<'a>(&'a str);

impl Display for Words<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for letter in self.0.chars() {
            match letter {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\u{fffe}' | '\u{ffff}' => f.write_char('\u{fffd}')?,
                letter if letter.is_control() => f.write_char('\u{fffd}')?,
                letter => f.write_char(letter)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Number, Words};

    #[test]
    fn numbers_are_short_and_never_minus_zero() {
        let shown = [2.0, 0.125, -0.001, 100.0, 7.1].map(|number| Number(number).to_string());
        assert_eq!(shown, ["2", "0.13", "0", "100", "7.1"]);
    }

    #[test]
    fn words_cannot_end_their_element() {
        let shown = Words("a<b> & \"c\"\u{1}\u{ffff}").to_string();
        assert_eq!(shown, "a&lt;b&gt; &amp; &quot;c&quot;\u{fffd}\u{fffd}");
    }
}
