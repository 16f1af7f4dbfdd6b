//! The few line icons of the frame, drawn here so that nothing is fetched.

use leptos::prelude::*;

/// An icon by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    Report,
    Tree,
    Cluster,
    Classes,
    Roots,
    Paths,
    Icicle,
    Statistics,
    Strings,
    Gravity,
    Search,
    Light,
    Dark,
    System,
    Help,
    Close,
    Open,
    File,
    Alert,
    Check,
}

impl Icon {
    fn path(self) -> &'static str {
        match self {
            Icon::Report => "M4 2.500h8v11H4zM6.500 6h3M6.500 8.500h3M6.500 11h1.500",
            Icon::Tree => "M3 3.500h4M5 3.500v9h3M5 8h3M8 6.500h5v3H8zM8 11h5v3H8z",
            Icon::Cluster => "M2.500 2.500h5v5h-5zM9 3.500h4.500M9 6.500h3M2.500 10h3v3.500h-3zM8 10h5.500M8 13h3.500",
            Icon::Classes => "M2.500 3.500h2M6.500 3.500h7M2.500 8h2M6.500 8h7M2.500 12.500h2M6.500 12.500h7",
            Icon::Roots => "M8 2v5M8 7 3.500 13.500M8 7l4.500 6.500M8 7v6.500M5.500 2h5",
            Icon::Paths => {
                "M3 3.500a1.200 1.200 0 1 0 .01 0zM3 11a1.200 1.200 0 1 0 .01 0zM13 7.200a1.200 1.200 0 1 0 .01 0zM4.500 4.900l7 3M4.500 12l7-3.200"
            }
            Icon::Icicle => "M2 2.500h12v3H2zM2 5.500h8v4H2zM2 9.500h4v4H2z",
            Icon::Strings => {
                "M3 4.500c0-1.500 2-1.500 2 0 0 1.800-.8 2.500-2 3M7 4.500c0-1.500 2-1.500 2 0 0 1.800-.8 2.500-2 3M3 11.500h10M3 13.500h6"
            }
            Icon::Statistics => "M8 2a6 6 0 1 0 6 6H8zM10 2v4h4a4.500 4.500 0 0 0-4-4z",
            Icon::Gravity => {
                "M8 5.500a2.500 2.500 0 1 0 .01 0zM3 11.500a1.200 1.200 0 1 0 .01 0zM13 2.500a1.200 1.200 0 1 0 .01 0zM6 9.600l-2 2M10 6.400l2.200-2"
            }
            Icon::Search => "M7 2.500a4.500 4.500 0 1 0 .01 0zM10.500 10.500 14 14",
            Icon::Light => {
                "M8 5a3 3 0 1 0 .01 0zM8 1v1.500M8 13.500V15M1 8h1.500M13.500 8H15M3 3l1 1M12 12l1 1M13 3l-1 1M4 12l-1 1"
            }
            Icon::Dark => "M13 9.500A5.500 5.500 0 1 1 6.500 3a4.500 4.500 0 0 0 6.500 6.500z",
            Icon::System => "M2 3h12v8H2zM6 13.500h4M8 11v2.500",
            Icon::Help => {
                "M8 1.500a6.500 6.500 0 1 0 .01 0zM6 6.200c.2-2.500 4-2.300 4 0 0 1.500-2 1.600-2 3.200M8 11.600v.4"
            }
            Icon::Close => "M4 4l8 8M12 4l-8 8",
            Icon::Open => "M2 13V4h4l1.500 1.500H14V13zM8 11V8M6.500 9.500 8 8l1.500 1.500",
            Icon::File => "M4 1.500h5l3 3v10H4zM9 1.500v3h3",
            Icon::Check => "M2.500 8.500 6 12l7.500-8",
            Icon::Alert => "M8 2 15 14H1zM8 6.500v3.500M8 11.800v.2",
        }
    }
}

/// Draws it; the words beside it or its control's label say what it means.
pub fn icon(icon: Icon) -> impl IntoView {
    html! {
        <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
            <path d=icon.path() fill="none" stroke="currentColor" stroke-width="1.4" stroke-linecap="round" stroke-linejoin="round" />
        </svg>
    }
}
