//! Values → places and colours.

use super::drawing::Colour;

/// Steps of an axis that a reader can count in: 1, 2 or 5 times a power of ten, about five of them, from 0 to beyond
/// the greatest value.
pub(super) fn ticks(greatest: f64) -> Vec<f64> {
    const ABOUT: f64 = 5.0;
    if !(greatest.is_finite() && greatest > 0.0) {
        return vec![0.0, 1.0];
    }
    let rough = greatest / ABOUT;
    let power = 10_f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|by| by * power).find(|step| *step >= rough).unwrap_or(rough);
    let mut ticks = vec![0.0];
    let mut n = 0.0;
    while n * step < greatest {
        n += 1.0;
        ticks.push(n * step);
    }
    ticks
}

/// A tick's label: no more digits than its step needs.
pub(super) fn label(tick: f64) -> String {
    let text = format!("{tick:.6}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text.is_empty() { "0".to_owned() } else { text.to_owned() }
}

/// From little to much; dark enough to tell apart, light enough to read black text on.
pub(super) const SHADES: [Colour; 5] = ["#eaf3fb", "#c6dff1", "#9cc7e6", "#6baed6", "#4292c6"];
/// Where there is no value.
pub(super) const NOTHING: Colour = "#f2f2f2";

/// The shade of a value between the least and the greatest.
pub(super) fn shade(value: f64, (least, greatest): (f64, f64)) -> Colour {
    let share = if greatest > least { (value - least) / (greatest - least) } else { 1.0 };
    let steps = [0.2, 0.4, 0.6, 0.8];
    SHADES[steps.iter().filter(|step| share >= **step).count()]
}

/// Colours of lines, told apart also by those who see few colours (Okabe and Ito).
pub(super) const LINES: [Colour; 8] =
    ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#999999", "#000000"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_round_and_reach_beyond_the_greatest() {
        let labels = |greatest| ticks(greatest).into_iter().map(label).collect::<Vec<_>>().join(" ");
        assert_eq!(labels(236.0), "0 50 100 150 200 250");
        assert_eq!(labels(3.0), "0 1 2 3");
        assert_eq!(labels(0.7), "0 0.2 0.4 0.6 0.8");
        assert_eq!(labels(0.0), "0 1");
        assert_eq!(labels(12_000.0), "0 5000 10000 15000");
    }

    #[test]
    fn shades_go_from_least_to_greatest() {
        assert_eq!(shade(1.0, (1.0, 9.0)), SHADES[0]);
        assert_eq!(shade(9.0, (1.0, 9.0)), SHADES[4]);
        assert_eq!(shade(5.0, (5.0, 5.0)), SHADES[4]);
    }
}
