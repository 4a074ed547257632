//! A frame of the window, wherever that is, and what the state remembers of it.

use super::hand::Hand;
use super::screen::Screen;
use super::side::{Order, Page};
use super::theme::Theme;
use super::top::cancel_trial;
use crate::plugin::params::{Look, Params};
use egui::{Ui, ViewportCommand};
use nice_plug_egui::baseview::WindowSize;
use std::panic::{self, AssertUnwindSafe};

/// Shows what `look` says.
pub fn show_as_left(screen: &mut Screen, look: Look) {
    screen.theme = Theme::of(look.light);
    screen.page_beside = Page::saved(look.page);
    screen.beside.order = Order::from_bits(look.order).unwrap_or_default();
}

/// Shows what a state says that was loaded meanwhile; says whether there was one.
pub fn follow(screen: &mut Screen, hand: &Hand) -> bool {
    let window = hand.params.window();
    let loads = window.loads();
    let is_loaded = loads != screen.loads;
    if is_loaded {
        screen.loads = loads;
        show_as_left(screen, window.look());
    }
    is_loaded
}

/// Draws all of it. `theme` is what `egui` has of its colours.
///
/// A panic costs what the hand was doing, which may be what failed, and ends what is on trial; else
/// the music and the bank are not touched.
pub fn draw(ui: &mut Ui, theme: &mut Option<Theme>, (screen, hand): (&mut Screen, &Hand)) {
    if *theme != Some(screen.theme) {
        *theme = Some(screen.theme);
        ui.ctx().set_global_style(screen.theme.style());
        ui.ctx()
            .send_viewport_cmd(ViewportCommand::Title("Afterbeat".to_owned()));
    }
    let drawn = panic::catch_unwind(AssertUnwindSafe(|| super::ui(ui, screen, hand)));
    if drawn.is_err() {
        *screen = Screen {
            theme: screen.theme,
            errands: std::mem::take(&mut screen.errands),
            ..Screen::default()
        };
        let _ = panic::catch_unwind(AssertUnwindSafe(|| cancel_trial((screen, hand))));
    }
}

/// Has the state know what is shown, unless another one has been loaded by now.
pub fn remember(params: &Params, screen: &Screen) {
    let window = params.window();
    if window.loads() != screen.loads {
        return;
    }
    let look = window.look();
    let shown = Look {
        light: !screen.theme.is_dark,
        page: Page::number(screen.page_beside),
        order: screen.beside.order.bits(),
        // What was seen once stays so.
        welcomed: look.welcomed || screen.welcome.was_seen(),
        ..look
    };
    if shown != look {
        window.remember(shown);
    }
}

/// Has the state know how much larger than usual it is drawn.
pub fn remember_zoom(params: &Params, zoom: f32) {
    let window = params.window();
    let percent = super::number::whole(f64::from(zoom) * 100.0, 100, 200);
    window.remember(Look {
        zoom: u16::try_from(percent).unwrap_or(100),
        ..window.look()
    });
}

/// Has the state know how large it is.
pub fn remember_size(params: &Params, size: WindowSize) {
    let window = params.window();
    let whole = |length: f64| {
        let length = super::number::whole(length, 0, i64::from(u16::MAX));
        u16::try_from(length).unwrap_or(u16::MAX)
    };
    window.remember(Look {
        width: whole(size.logical.width),
        height: whole(size.logical.height),
        ..window.look()
    });
}

#[cfg(test)]
mod tests {
    use super::draw;
    use crate::editor::deck::{Ask, Deck, Running};
    use crate::editor::{Ear, Hand, Screen};
    use crate::link::{self, Displaced, Health, Main};
    use crate::pattern::{Bank, Edit, Pattern, PatternIndex};
    use crate::plugin::Params;
    use crate::plugin::params::Handle;
    use egui_kittest::Harness;
    use std::sync::Arc;

    /// Sets what it is told to.
    struct PlainEar;

    impl Ear for PlainEar {
        fn begin(&self, _handle: &Handle<'_>) {}

        fn set(&self, handle: &Handle<'_>, normalized: f32) {
            handle.set_normalized(normalized).unwrap();
        }

        fn end(&self, _handle: &Handle<'_>) {}

        fn restart(&self) {}
    }

    /// A deck that fails whenever it is drawn.
    struct Broken;

    impl Deck for Broken {
        fn running(&self) -> Running {
            panic!("it is broken")
        }

        fn ask(&self, _ask: Ask) {}

        fn is_over(&self) -> bool {
            false
        }
    }

    #[test]
    fn a_window_that_fails_puts_back_what_a_trial_has_displaced() {
        let bank = Bank::with_first(Pattern::new());
        let (mut main, _audio, _engine) = link::new(bank.clone());
        let index = PatternIndex::FIRST;
        let before = bank.pattern(index).cloned();
        main.displace(Some(Displaced {
            index,
            pattern: before.map(Box::new),
            values: vec![("swing".to_owned(), 0.25)],
        }));
        let nothing = Edit::ReplacePattern {
            pattern: index,
            to: None,
        };
        main.edit(nothing).unwrap();
        let hand = Hand {
            params: Arc::new(Params::new(Main::new(main))),
            health: Arc::new(Health::default()),
            ear: Box::new(PlainEar),
            deck: Some(Arc::new(Broken)),
        };
        let params = Arc::clone(&hand.params);
        let mut inside = (Screen::default(), hand);
        let mut harness = Harness::new_ui(move |ui| {
            draw(ui, &mut None, (&mut inside.0, &inside.1));
        });
        harness.run_steps(1);
        assert!(params.main().lock().bank() == &bank);
        let swing = params.by_id("swing").unwrap().normalized();
        assert!((swing - 0.25).abs() < 1e-6);
    }
}
