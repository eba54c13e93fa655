//! Shapes that travel between phone and server, and that both keep.

pub mod v1;
