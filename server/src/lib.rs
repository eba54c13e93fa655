//! Streetlight's server.

pub mod demo;
pub mod import;

/// What the importers hand over; see [`store::load`].
pub mod store {
    pub mod load;
}
