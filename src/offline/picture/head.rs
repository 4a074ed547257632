//! The title, and the legend of the marks that are used.

use super::Picture;
use super::look::{self, MUTED, TEXT};
use super::page::{MARGIN, Page};
use super::strikes::{BREADTH, Strike, WAY_LINE};
use super::svg::Svg;

/// The most letters of the title and of the line under it, so that they end on the card.
const TITLE_LETTERS: usize = 60;
const DETAILS_LETTERS: usize = 100;

/// What is played, and how.
pub(super) fn title(svg: &mut Svg, picture: &Picture<'_>) {
    let title = format!("fill=\"{TEXT}\" font-size=\"22\" font-weight=\"bold\"");
    svg.text(
        (MARGIN, 44.0),
        &title,
        &shortened(picture.title, TITLE_LETTERS),
    );
    let details = format!("fill=\"{MUTED}\"");
    svg.text(
        (MARGIN, 67.0),
        &details,
        &shortened(picture.details, DETAILS_LETTERS),
    );
}

fn shortened(line: &str, most: usize) -> String {
    match line.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or(line)),
        None => line.to_owned(),
    }
}

/// What the marks mean: the sources that occur, and how a strike is read.
pub(super) fn legend(svg: &mut Svg, page: &Page, strikes: &[Strike]) {
    let mut sources: Vec<_> = Vec::new();
    for strike in strikes {
        if !sources.contains(&strike.source) {
            sources.push(strike.source);
        }
    }
    // From the margin on, so that four sources leave room for the rest.
    let (mut x, y) = (MARGIN, page.legend() + 4.0);
    let words = format!("fill=\"{MUTED}\"");
    for source in sources {
        let look = look::of(source);
        let body = format!("rx=\"2\" {}", look.body);
        svg.rect((x, y - 12.0), (BREADTH, 14.0), &body, "");
        svg.text((x + 16.0, y), &words, source.name());
        x += 72.0;
    }
    let fill = format!("rx=\"1.5\" fill=\"{MUTED}\"");
    for (step, height) in [(0.0, 4.0), (6.0, 9.0), (12.0, 14.0)] {
        svg.rect((x + step, y + 2.0 - height), (4.0, height), &fill, "");
    }
    svg.text((x + 24.0, y), &words, "height: velocity");
    x += 152.0;
    let line = ((x, y - 4.0), (x + 20.0, y - 4.0));
    svg.lines(&[line], &format!("stroke=\"{MUTED}\" stroke-width=\"1.5\""));
    svg.text((x + 28.0, y), &words, "how long it sounds");
    x += 180.0;
    let shade = format!("fill=\"{MUTED}\" fill-opacity=\"0.3\"");
    svg.rect((x, y - 12.0), (14.0, 9.0), &shade, "");
    let foot = ((x, y - 2.0), (x, y + 4.0));
    let lead = ((x, y + 1.0), (x + 14.0, y + 1.0));
    svg.lines(&[foot, lead], WAY_LINE);
    svg.text(
        (x + 22.0, y),
        &words,
        "from its straight place to where it sounds",
    );
}
