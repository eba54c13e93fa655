use leptos::prelude::*;

/// Icons, drawn as lines on a 24 by 24 field. Always beside a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    /// Today.
    Sun,
    /// Clients.
    People,
    /// Log a contact.
    Pen,
    /// Me.
    Person,
    /// Crisis plan: the lamp.
    Lamp,
    /// Call.
    Phone,
    /// Text.
    Bubble,
    /// Back.
    Back,
    /// Search.
    Search,
    /// On this phone.
    Dot,
    /// Received.
    Tick,
    /// Needs attention.
    Hand,
    /// Add.
    Plus,
    /// A place.
    Pin,
    /// Show to the client.
    Eye,
    /// Alert.
    Flag,
    /// Read aloud.
    Speaker,
    /// The agency.
    House,
    /// One place up.
    Up,
    /// One place down.
    Down,
}

impl Icon {
    const fn path(self) -> &'static str {
        match self {
            Self::Sun => {
                "M12 4V2m0 20v-2m8-8h2M2 12h2m13.7-5.7 1.4-1.4M4.9 19.1l1.4-1.4m0-11.4L4.9 4.9m14.2 14.2-1.4-1.4M16 12a4 4 0 1 1-8 0 4 4 0 0 1 8 0Z"
            }
            Self::People => {
                "M15.5 20v-1.5a4 4 0 0 0-4-4h-5a4 4 0 0 0-4 4V20M12.500 7.500a3.500 3.500 0 1 1-7 0 3.500 3.500 0 0 1 7 0ZM21.500 20v-1.500a4 4 0 0 0-3-3.870M15.500 4.130a3.500 3.500 0 0 1 0 6.740"
            }
            Self::Pen => {
                "M12 20h9M16.500 3.500a2.120 2.120 0 0 1 3 3L7.500 18.500 3.500 19.500l1-4Z"
            }
            Self::Person => {
                "M19 20v-1.500a4.500 4.500 0 0 0-4.500-4.500h-5A4.500 4.500 0 0 0 5 18.500V20M16 7.500a4 4 0 1 1-8 0 4 4 0 0 1 8 0Z"
            }
            Self::Lamp => "M8 21h8m-4 0V9M6 9h12l-2.500-5h-7ZM4 13l1-1.500M20 13l-1-1.500M12 3V2",
            Self::Phone => {
                "M21 16.500v3a2 2 0 0 1-2.200 2A17.500 17.500 0 0 1 2.500 5.200 2 2 0 0 1 4.500 3h3a2 2 0 0 1 2 1.700c.1 1 .4 1.900.7 2.800a2 2 0 0 1-.5 2.100L8.500 10.900a14 14 0 0 0 4.600 4.600l1.300-1.200a2 2 0 0 1 2.100-.5c.9.3 1.800.6 2.800.7a2 2 0 0 1 1.700 2Z"
            }
            Self::Bubble => {
                "M21 12a8 8 0 0 1-8 8 8.500 8.500 0 0 1-3.600-.8L4 20.500l1.300-4.400A8 8 0 1 1 21 12Z"
            }
            Self::Back => "M15 5l-7 7 7 7",
            Self::Search => {
                "M20 20l-4.500-4.500M17 10.500a6.500 6.500 0 1 1-13 0 6.500 6.500 0 0 1 13 0Z"
            }
            Self::Dot => "M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z",
            Self::Tick => "M5 12.500 10 17.500 19.500 7",
            Self::Hand => {
                "M12 8v5m0 3.500v.010M10.300 3.900 2.500 17.500A2 2 0 0 0 4.200 20.500h15.600a2 2 0 0 0 1.700-3L13.700 3.900a2 2 0 0 0-3.400 0Z"
            }
            Self::Plus => "M12 5v14M5 12h14",
            Self::Pin => {
                "M12 21s7-6.300 7-11.500a7 7 0 1 0-14 0C5 14.700 12 21 12 21Zm2.500-11.500a2.500 2.500 0 1 1-5 0 2.500 2.500 0 0 1 5 0Z"
            }
            Self::Eye => {
                "M2 12s3.600-7 10-7 10 7 10 7-3.600 7-10 7-10-7-10-7Zm13 0a3 3 0 1 1-6 0 3 3 0 0 1 6 0Z"
            }
            Self::Speaker => {
                "M11 5 6 9H3v6h3l5 4V5Zm4.500 4a4 4 0 0 1 0 6m2.500-8.500a8 8 0 0 1 0 11"
            }
            Self::House => "M4 21V4h10v17M14 10h6v11M2 21h20M7.500 8.500h3M7.500 12.500h3",
            Self::Up => "M12 19V5m-7 7 7-7 7 7",
            Self::Down => "M12 5v14m7-7-7 7-7-7",
            Self::Flag => "M5 21V4m0 0h12l-2.500 4.500L17 13H5",
        }
    }

    /// The drawing; silent to screen readers, since a word stands beside it.
    #[must_use]
    pub fn draw(self) -> AnyView {
        outline(self.path())
    }
}

/// A path drawn as an icon.
#[must_use]
pub fn outline(path: &'static str) -> AnyView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
            <path d=path></path>
        </svg>
    }
    .into_any()
}
