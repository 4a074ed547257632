//! The pages that hosts lay on a controller's eight knobs.

use super::Params;
use super::params::LaneParams;
use nice_plug::prelude::{Param, RemoteControlsContext, RemoteControlsPage, RemoteControlsSection};

/// Tells `context` the pages of `params`. **Thread:** main.
pub(super) fn define(params: &Params, context: &mut impl RemoteControlsContext) {
    context.add_section("Groove", |section| {
        section.add_page("Swing", |page| {
            page.add_param(&params.swing);
            page.add_param(&params.swing_grid);
            page.add_param(&params.swing_lfo_depth);
            page.add_param(&params.swing_lfo_period);
            page.add_param(&params.velocity);
            page.add_param(&params.accent);
            page.add_param(&params.velocity_lfo);
            page.add_param(&params.gate);
        });
        section.add_page("Push", |page| {
            page.add_param(&params.push);
            page.add_param(&params.bypass);
        });
    });
    context.add_section("Lanes", |section| {
        add_lanes(section, "Mute", params, |lane| &lane.mute);
        add_lanes(section, "Level", params, |lane| &lane.level);
        add_lanes(section, "Swing", params, |lane| &lane.swing);
        add_lanes(section, "Delay", params, |lane| &lane.delay);
    });
}

/// Two pages of one parameter of each lane: lanes 1 to 8, and 9 to 16.
fn add_lanes<P: Param>(
    section: &mut impl RemoteControlsSection,
    name: &str,
    params: &Params,
    param: impl Fn(&LaneParams) -> &P,
) {
    let mut lanes = params.lanes.iter().map(|(_, lane)| param(lane));
    for range in ["1-8", "9-16"] {
        section.add_page(format!("{name} {range}"), |page| {
            lanes
                .by_ref()
                .take(8)
                .for_each(|param| page.add_param(param));
        });
    }
}
