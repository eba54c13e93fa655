//! The demonstration agency.
