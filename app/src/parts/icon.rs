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
                "M15.5 20v-1.5a4 4 0 0 0-4-4h-5a4 4 0 0 0-4 4V20M12.5 7.5a3.5 3.5 0 1 1-7 0 3.5 3.5 0 0 1 7 0ZM21.5 20v-1.5a4 4 0 0 0-3-3.87M15.5 4.13a3.5 3.5 0 0 1 0 6.74"
            }
            Self::Pen => "M12 20h9M16.5 3.5a2.12 2.12 0 0 1 3 3L7.5 18.5 3.5 19.5l1-4Z",
            Self::Person => {
                "M19 20v-1.5a4.5 4.5 0 0 0-4.5-4.5h-5A4.5 4.5 0 0 0 5 18.5V20M16 7.5a4 4 0 1 1-8 0 4 4 0 0 1 8 0Z"
            }
            Self::Lamp => "M8 21h8m-4 0V9M6 9h12l-2.5-5h-7ZM4 13l1-1.5M20 13l-1-1.5M12 3V2",
            Self::Phone => {
                "M21 16.5v3a2 2 0 0 1-2.2 2A17.5 17.5 0 0 1 2.5 5.2 2 2 0 0 1 4.5 3h3a2 2 0 0 1 2 1.7c.1 1 .4 1.9.7 2.8a2 2 0 0 1-.5 2.1L8.5 10.9a14 14 0 0 0 4.6 4.6l1.3-1.2a2 2 0 0 1 2.1-.5c.9.3 1.8.6 2.8.7a2 2 0 0 1 1.7 2Z"
            }
            Self::Bubble => {
                "M21 12a8 8 0 0 1-8 8 8.5 8.5 0 0 1-3.6-.8L4 20.5l1.3-4.4A8 8 0 1 1 21 12Z"
            }
            Self::Back => "M15 5l-7 7 7 7",
            Self::Search => "M20 20l-4.5-4.5M17 10.5a6.5 6.5 0 1 1-13 0 6.5 6.5 0 0 1 13 0Z",
            Self::Dot => "M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z",
            Self::Tick => "M5 12.5 10 17.5 19.5 7",
            Self::Hand => {
                "M12 8v5m0 3.5v.01M10.3 3.9 2.5 17.5A2 2 0 0 0 4.2 20.5h15.6a2 2 0 0 0 1.7-3L13.7 3.9a2 2 0 0 0-3.4 0Z"
            }
            Self::Plus => "M12 5v14M5 12h14",
            Self::Pin => {
                "M12 21s7-6.3 7-11.5a7 7 0 1 0-14 0C5 14.7 12 21 12 21Zm2.5-11.5a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0Z"
            }
            Self::Eye => {
                "M2 12s3.6-7 10-7 10 7 10 7-3.6 7-10 7-10-7-10-7Zm13 0a3 3 0 1 1-6 0 3 3 0 0 1 6 0Z"
            }
            Self::Speaker => "M11 5 6 9H3v6h3l5 4V5Zm4.5 4a4 4 0 0 1 0 6m2.5-8.5a8 8 0 0 1 0 11",
            Self::House => "M4 21V4h10v17M14 10h6v11M2 21h20M7.5 8.5h3M7.5 12.5h3",
            Self::Up => "M12 19V5m-7 7 7-7 7 7",
            Self::Down => "M12 5v14m7-7-7 7-7-7",
            Self::Flag => "M5 21V4m0 0h12l-2.5 4.5L17 13H5",
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
