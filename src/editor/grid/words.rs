//! Conditions in words, and the words read.

use crate::pattern::{Condition, Rule};

/// The rules that are one word.
pub(super) const RULES: [Rule; 5] = [
    Rule::Always,
    Rule::First,
    Rule::Previous,
    Rule::Neighbour,
    Rule::Fill,
];

/// What a rule says.
pub(super) fn rule_text(rule: Rule) -> String {
    match rule {
        Rule::Always => "Always".to_owned(),
        Rule::Pass(pass) => format!("{}:{}", pass.pass(), pass.of()),
        Rule::First => "First".to_owned(),
        Rule::Previous => "Previous".to_owned(),
        Rule::Neighbour => "Neighbour".to_owned(),
        Rule::Fill => "Fill".to_owned(),
    }
}

/// What a condition says.
pub(in crate::editor) fn condition_text(condition: Condition) -> String {
    let rule = rule_text(condition.rule);
    if condition.negated {
        format!("not {rule}")
    } else {
        rule
    }
}

/// The condition that a text says: `3:8`, `first`, `not fill`.
pub(in crate::editor) fn condition_of(text: &str) -> Option<Condition> {
    let text = text.trim().to_lowercase();
    let (negated, word) = match text.strip_prefix("not ") {
        Some(word) => (true, word.trim()),
        None => (false, text.as_str()),
    };
    let rule = match word.split_once(':') {
        Some((pass, of)) => {
            let number = |text: &str| text.trim().parse::<u8>().ok();
            Condition::pass(number(pass)?, number(of)?)?.rule
        }
        None => RULES
            .into_iter()
            .find(|rule| rule_text(*rule).to_lowercase() == word)?,
    };
    let negated = negated && rule != Rule::Always;
    Some(Condition { rule, negated })
}

/// The conditions that a hand goes through in the bar lane: all single passes up to four and the
/// ends of eight; the menu and the keyboard know all others.
pub(in crate::editor) fn conditions_offered() -> Vec<Condition> {
    let rule = |rule| Condition {
        rule,
        negated: false,
    };
    let passes = [
        (1, 2),
        (2, 2),
        (1, 3),
        (1, 4),
        (2, 4),
        (3, 4),
        (4, 4),
        (1, 8),
        (8, 8),
    ];
    let passes = passes
        .into_iter()
        .filter_map(|(pass, of)| Condition::pass(pass, of));
    [Condition::ALWAYS, rule(Rule::First)]
        .into_iter()
        .chain(passes)
        .chain([
            rule(Rule::Previous),
            rule(Rule::Neighbour),
            rule(Rule::Fill),
        ])
        .collect()
}
