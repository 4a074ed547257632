//! The pages that hosts lay on a controller's eight knobs.

use super::Params;
use super::params::LaneParams;
use nice_plug::prelude::{Param, RemoteControlsContext, RemoteControlsPage, RemoteControlsSection};

/// Tells `context` the pages of `params`. **Thread:** main.
pub(super) fn define(params: &Params, context: &mut impl RemoteControlsContext) {
    add_kit(params, context);
    add_song(params, context);
    context.add_section("Lanes", |section| {
        add_lanes(section, "Mute", params, |lane| &lane.mute);
        add_lanes(section, "Level", params, |lane| &lane.level);
        add_lanes(section, "Swing", params, |lane| &lane.swing);
        add_lanes(section, "Delay", params, |lane| &lane.delay);
        add_lanes(section, "Density", params, |lane| &lane.density);
        add_lanes(section, "Ghosts", params, |lane| &lane.ghosts);
    });
}

/// How the kit plays.
fn add_kit(params: &Params, context: &mut impl RemoteControlsContext) {
    context.add_section("Groove", |section| {
        section.add_page("Feel", |page| {
            page.add_param(&params.swing);
            page.add_param(&params.ghosts);
            page.add_param(&params.fills);
            page.add_param(&params.density);
            page.add_param(&params.velocity);
            page.add_param(&params.accent);
            page.add_param(&params.humanize_time);
            page.add_param(&params.push);
        });
        section.add_page("Swing", |page| {
            page.add_param(&params.swing_grid);
            page.add_param(&params.swing_lfo_depth);
            page.add_param(&params.swing_lfo_period);
            page.add_param(&params.swing_follow);
            page.add_param(&params.velocity_lfo);
            page.add_param(&params.humanize_velocity);
            page.add_param(&params.gate);
            page.add_param(&params.bypass);
        });
        section.add_page("Ghosts and Fills", |page| {
            page.add_param(&params.ghost_level);
            page.add_param(&params.fill_every);
            page.add_param(&params.fill_now);
            page.add_param(&params.fill_crash);
            page.add_param(&params.phrase);
            page.add_param(&params.seed);
            page.add_param(&params.variation_cycle);
        });
    });
}

/// What plays, and where in the song.
fn add_song(params: &Params, context: &mut impl RemoteControlsContext) {
    context.add_section("Song", |section| {
        section.add_page("Pattern", |page| {
            page.add_param(&params.pattern);
            page.add_param(&params.pattern_change);
            page.add_param(&params.pattern_entry);
            page.add_param(&params.speed);
            page.add_param(&params.shift);
            page.add_param(&params.run);
        });
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
