//! The picture of how cost grows.

use std::path::Path;

use anyhow::{Context as _, anyhow};
use plotters::prelude::*;

/// What grows: as the benchmark calls it, what the picture says, and how much the most of it is.
const GROWS: [(&str, &str, f64, RGBColor); 3] = [
    (
        "lanes",
        "lanes, up to 16 of 16 strikes",
        16.0,
        RGBColor(200, 80, 40),
    ),
    (
        "steps",
        "steps of each of 16 lanes, up to 256",
        256.0,
        RGBColor(60, 120, 180),
    ),
    (
        "notes",
        "strikes a bar in each of 16 lanes, up to 16",
        16.0,
        RGBColor(60, 150, 90),
    ),
];

/// Draws the rows: what grows, how much there is of it, and nanoseconds.
pub fn draw(rows: &str, picture: &Path) -> anyhow::Result<()> {
    let rows: Vec<(&str, f64, f64)> = rows.lines().filter_map(row).collect();
    let highest = rows.iter().map(|row| row.2).fold(0.0, f64::max);
    (highest > 0.0)
        .then_some(())
        .context("the benchmark gave no rows")?;
    paint(&rows, highest * 1.1, picture).map_err(|error| anyhow!("cannot draw: {error}"))
}

fn row(line: &str) -> Option<(&str, f64, f64)> {
    let mut cells = line.split(',');
    let (what, count, cost) = (cells.next()?, cells.next()?, cells.next()?);
    Some((what, count.parse().ok()?, cost.parse().ok()?))
}

type Failed = Box<dyn std::error::Error>;

fn paint(rows: &[(&str, f64, f64)], highest: f64, picture: &Path) -> Result<(), Failed> {
    let root = SVGBackend::new(picture, (760, 380)).into_drawing_area();
    root.fill(&WHITE)?;
    let mut chart = ChartBuilder::on(&root)
        .margin(16)
        .x_label_area_size(40)
        .y_label_area_size(56)
        .build_cartesian_2d(0.0..100.0, 0.0..highest)?;
    chart
        .configure_mesh()
        .light_line_style(TRANSPARENT)
        .x_desc("percent of the most")
        .y_desc("engine, ns a block of 64 frames")
        .draw()?;
    for (what, says, most, colour) in GROWS {
        let points = rows.iter().filter(|row| row.0 == what);
        let points: Vec<(f64, f64)> = points.map(|row| (row.1 / most * 100.0, row.2)).collect();
        let line = LineSeries::new(points, colour.stroke_width(2));
        chart
            .draw_series(line)?
            .label(says)
            .legend(move |(x, y)| PathElement::new([(x, y), (x + 16, y)], colour.stroke_width(2)));
    }
    chart
        .configure_series_labels()
        .position(SeriesLabelPosition::LowerRight)
        .background_style(WHITE.mix(0.8))
        .draw()?;
    Ok(root.present()?)
}

#[cfg(test)]
mod tests {
    use super::row;

    #[test]
    fn rows_are_read_and_their_heading_is_none() {
        assert_eq!(row("lanes,4,61.5"), Some(("lanes", 4.0, 61.5)));
        assert_eq!(row("what,count,nanoseconds"), None);
    }
}
