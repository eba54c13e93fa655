//! A packet as a PDF, made on the phone without a network. Belongs to the chunk `linking`.

mod draw;
mod lay_out;
mod page;
mod write;

pub use draw::make;
pub use page::{Packet, Row};

#[cfg(test)]
mod tests;
