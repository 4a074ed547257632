//! What the plug-in's `process` costs.

use std::time::Duration;

use super::take::Take;

/// The median and the 99th percentile, in nanoseconds and as a share of the block's own length.
pub fn summary(costs: &[Duration], take: &Take) -> String {
    let mut sorted = costs.to_vec();
    sorted.sort_unstable();
    let block = Duration::from_secs(u64::from(take.block)) / take.rate;
    [("median", 50), ("99 %", 99)]
        .map(|(name, percent)| {
            let cost = percentile(&sorted, percent);
            let share = cost.as_secs_f64() / block.as_secs_f64() * 100.0;
            format!("{name} {} ns ({share:.4} % of real time)", cost.as_nanos())
        })
        .join(", ")
}

/// The least value that `percent` of the sorted values do not exceed.
fn percentile(sorted: &[Duration], percent: usize) -> Duration {
    let rank = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
    sorted.get(rank).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::percentile;
    use std::time::Duration;

    #[test]
    fn percentiles_are_values_that_occurred() {
        let costs: Vec<Duration> = (1..=200).map(Duration::from_nanos).collect();
        assert_eq!(percentile(&costs, 50).as_nanos(), 100);
        assert_eq!(percentile(&costs, 99).as_nanos(), 198);
        assert_eq!(percentile(&[], 50), Duration::ZERO);
    }
}
