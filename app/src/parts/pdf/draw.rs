//! Draws the pages of a packet and makes a file of them.

use super::{
    lay_out::lay_out,
    page::{HIGH, Packet, Page, Print, SCALE, WIDE, Written, begins_right},
    write::document,
};
use crate::browser::canvas::Sheet;

/// The browser gave no sheet to draw on, or no picture of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MakeError;

/// The bytes of a packet's PDF. The foot is made of a page's number and of how many there are.
///
/// # Errors
///
/// [`MakeError`] where the browser cannot draw: then nothing was made.
pub async fn make(
    packet: &Packet,
    foot: impl Fn(usize, usize) -> String,
) -> Result<Vec<u8>, MakeError> {
    let sheet = Sheet::new(WIDE * SCALE, HIGH * SCALE).ok_or(MakeError)?;
    let wide = |text: &str, print: Print| sheet.width(text, &print.font()) / SCALE;
    let mut pages = Vec::new();
    for lines in lay_out(packet, &wide, foot) {
        sheet.clear();
        for Written { text, print, left, base, .. } in &lines {
            sheet.write(text, &print.font(), left * SCALE, base * SCALE, begins_right(text));
        }
        let jpeg = sheet.jpeg().await.ok_or(MakeError)?;
        pages.push(Page { jpeg, pixels: sheet.pixels(), lines });
    }
    Ok(document(&packet.title, packet.language, &pages))
}
