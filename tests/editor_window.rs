//! The window comes back as it was left, whatever a saved state says of it.

use afterbeat::editor::side::Page;
use afterbeat::plugin::Params;
use afterbeat::plugin::params::Look;
use nice_plug::prelude::Params as _;

#[test]
fn its_size_its_looks_and_its_page_are_in_the_state() {
    let left = Params::detached();
    let look = Look {
        width: 1400,
        height: 901,
        zoom: 150,
        light: true,
        page: 4,
        welcomed: true,
        order: 0xfedc_ba98_7654_3201,
    };
    left.window().remember(look);
    let opened = Params::detached();
    opened.deserialize_fields(&left.serialize_fields());
    assert_eq!(opened.window().look(), look);
}

#[test]
fn a_state_without_a_window_leaves_it_as_it_is() {
    let params = Params::detached();
    let mut fields = params.serialize_fields();
    fields.remove("window").unwrap();
    params.deserialize_fields(&fields);
    assert_eq!(params.window().look(), Look::default());
}

#[test]
fn no_state_makes_a_window_that_cannot_be() {
    for (text, width, height) in [
        (r#"{"width":1,"height":1,"zoom":1,"light":false}"#, 860, 560),
        (
            r#"{"width":65535,"height":65535,"zoom":9,"light":false}"#,
            8192,
            8192,
        ),
        (
            r#"{"width":-1,"height":720,"zoom":100,"light":false}"#,
            1180,
            720,
        ),
        ("[]", 1180, 720),
        ("", 1180, 720),
    ] {
        let params = Params::detached();
        let mut fields = params.serialize_fields();
        fields.insert("window".to_owned(), text.to_owned());
        params.deserialize_fields(&fields);
        let look = params.window().look();
        assert_eq!(
            (look.width, look.height, look.zoom),
            (width, height, 100),
            "{text}"
        );
    }
}

#[test]
fn a_window_that_was_saved_before_it_had_pages_has_none_open() {
    let params = Params::detached();
    let mut fields = params.serialize_fields();
    let text = r#"{"width":1400,"height":900,"zoom":125,"light":true}"#;
    fields.insert("window".to_owned(), text.to_owned());
    params.deserialize_fields(&fields);
    let expected = Look {
        width: 1400,
        height: 900,
        zoom: 125,
        light: true,
        ..Look::default()
    };
    assert_eq!(params.window().look(), expected);
}

#[test]
fn a_page_is_saved_by_a_number_of_its_own() {
    for page in Page::ALL {
        assert_eq!(Page::saved(Page::number(Some(page))), Some(page));
    }
    assert_eq!(Page::number(None), 0);
    assert_eq!(Page::saved(0), None);
    assert_eq!(Page::saved(200), None);
}
