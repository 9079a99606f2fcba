//! The curves of the loss, as an SVG.

use std::error::Error;
use std::path::Path;

use plotters::prelude::*;

const COLOURS: [RGBColor; 2] = [RGBColor(31, 119, 180), RGBColor(214, 96, 20)];

/// Draws the named curves over the number of steps, the loss on a logarithmic axis.
pub(crate) fn draw(path: &Path, curves: &[(&str, &[f64]); 2]) -> Result<(), Box<dyn Error>> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let steps = curves[0].1.len() - 1;
    let values = || curves.iter().flat_map(|(_, curve)| curve.iter().copied());
    let (least, most) = (values().fold(f64::INFINITY, f64::min), values().fold(0.0, f64::max));

    let area = SVGBackend::new(path, (800, 500)).into_drawing_area();
    area.fill(&WHITE)?;
    let mut chart = ChartBuilder::on(&area)
        .caption("Loss of a network trained on Iris", ("sans-serif", 24))
        .margin(20)
        .x_label_area_size(45)
        .y_label_area_size(60)
        .build_cartesian_2d(0..steps, (0.9 * least..1.1 * most).log_scale())?;
    chart
        .configure_mesh()
        .light_line_style(WHITE)
        .x_desc("step of gradient descent")
        .y_desc("loss (cross-entropy and decay)")
        .label_style(("sans-serif", 15))
        .y_label_formatter(&|loss| format!("{loss:.2}"))
        .draw()?;
    for ((name, curve), colour) in curves.iter().zip(COLOURS) {
        chart
            .draw_series(LineSeries::new(curve.iter().copied().enumerate(), colour.stroke_width(2)))?
            .label(*name)
            .legend(move |(x, y)| PathElement::new([(x, y), (x + 20, y)], colour.stroke_width(2)));
    }
    chart
        .configure_series_labels()
        .label_font(("sans-serif", 15))
        .background_style(WHITE)
        .border_style(BLACK.mix(0.3))
        .draw()?;
    area.present()?;
    Ok(())
}
