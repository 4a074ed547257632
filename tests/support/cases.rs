//! How many cases a property is tried on.

/// As many as `PROPTEST_CASES` says, as for properties that say nothing; else `usual`, for those of
/// which one case is much.
pub fn cases(usual: u32) -> u32 {
    let asked = std::env::var("PROPTEST_CASES").ok();
    asked.and_then(|text| text.parse().ok()).unwrap_or(usual)
}
