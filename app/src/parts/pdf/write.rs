//! The bytes of a PDF whose pages are pictures, with their words under them where they can be searched, copied and
//! read aloud.
//!
//! A phone's browser can draw every script there is; a PDF only those whose letters it carries. So pages are
//! drawn by the browser and kept as pictures, and the words lie over them unseen, in fonts whose letters draw
//! nothing (ISO 32000-1, 9.3.6 and 9.6.5).

use super::page::{HIGH, Page, WIDE, Written, is_right_to_left};

/// Letters of one font: a letter is one byte, and none is zero.
const LETTERS: usize = 255;
/// How wide a letter that is not seen is, in thousandths of its size; each line is stretched to what it takes.
const LETTER: f32 = 500.0;
/// What a character map may list at once (Adobe technical note 5014).
const LISTED: usize = 100;

/// A file whose objects are written one after another. They have numbers from 1.
struct File {
    bytes: Vec<u8>,
    /// Where each object begins, in order of their numbers.
    begins: Vec<usize>,
}

impl File {
    fn new() -> Self {
        // Four bytes that are no letters: whatever carries the file is told that it is no text.
        Self { bytes: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec(), begins: Vec::new() }
    }

    /// The number of the next object.
    const fn next(&self) -> usize {
        self.begins.len() + 1
    }

    fn put(&mut self, text: &str) {
        self.bytes.extend_from_slice(text.as_bytes());
    }

    /// Writes an object; gives its number.
    fn object(&mut self, says: &str) -> usize {
        let number = self.next();
        self.begins.push(self.bytes.len());
        self.put(&format!("{number} 0 obj\n{says}\nendobj\n"));
        number
    }

    /// Writes bytes with what is said of them; gives their number.
    fn stream(&mut self, says: &str, stream: &[u8]) -> usize {
        let number = self.next();
        self.begins.push(self.bytes.len());
        self.put(&format!("{number} 0 obj\n<< {says} /Length {} >>\nstream\n", stream.len()));
        self.bytes.extend_from_slice(stream);
        self.put("\nendstream\nendobj\n");
        number
    }

    /// Ends the file with where everything is.
    fn finish(mut self, root: usize, about: usize) -> Vec<u8> {
        let (at, size) = (self.bytes.len(), self.next());
        self.put(&format!("xref\n0 {size}\n0000000000 65535 f \n"));
        for begins in std::mem::take(&mut self.begins) {
            self.put(&format!("{begins:010} 00000 n \n"));
        }
        self.put(&format!(
            "trailer\n<< /Size {size} /Root {root} 0 R /Info {about} 0 R >>\nstartxref\n{at}\n%%EOF\n"
        ));
        self.bytes
    }
}

/// A document of such pages. The language is the tag of its headings.
#[must_use]
pub fn document(title: &str, language: &str, pages: &[Page]) -> Vec<u8> {
    let mut file = File::new();
    let mut letters = Vec::new();
    let contents: Vec<_> = pages.iter().map(|page| content(page, &mut letters)).collect();
    let fonts: Vec<_> = letters.chunks(LETTERS).map(|letters| font(&mut file, letters)).collect();
    let fonts = fonts.iter().enumerate().map(|(at, font)| format!("/F{at} {font} 0 R"));
    let fonts = fonts.collect::<Vec<_>>().join(" ");
    // What holds the pages comes after them: a picture, its words and the page are three objects each.
    let tree = file.next() + pages.len() * 3;
    let mut kids = Vec::new();
    for (page, content) in pages.iter().zip(&contents) {
        let (wide, high) = page.pixels;
        let picture = format!(
            "/Type /XObject /Subtype /Image /Width {wide} /Height {high} /ColorSpace /DeviceRGB \
             /BitsPerComponent 8 /Filter /DCTDecode"
        );
        let picture = file.stream(&picture, &page.jpeg);
        let words = file.stream("", content.as_bytes());
        let (wide, high) = (hundredths(WIDE), hundredths(HIGH));
        let page = file.object(&format!(
            "<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 {wide} {high}] /Contents {words} 0 R \
             /Resources << /XObject << /Page {picture} 0 R >> /Font << {fonts} >> >> >>"
        ));
        kids.push(format!("{page} 0 R"));
    }
    let tree = file.object(&format!(
        "<< /Type /Pages /Kids [{}] /Count {} >>",
        kids.join(" "),
        kids.len()
    ));
    let root = file.object(&format!(
        "<< /Type /Catalog /Pages {tree} 0 R /Lang ({language}) \
         /ViewerPreferences << /DisplayDocTitle true >> >>"
    ));
    let about = file.object(&format!("<< /Title <FEFF{}> >>", hex(title)));
    file.finish(root, about)
}

/// The picture of a page, and its words over it.
fn content(page: &Page, letters: &mut Vec<char>) -> String {
    let (wide, high) = (hundredths(WIDE), hundredths(HIGH));
    let mut content = format!("q {wide} 0 0 {high} 0 0 cm /Page Do Q\nBT 3 Tr\n");
    for line in &page.lines {
        show(&mut content, line, letters);
    }
    content.push_str("ET");
    content
}

/// Adds a line, and such of its letters as are new.
fn show(content: &mut String, line: &Written, letters: &mut Vec<char>) {
    #[expect(clippy::cast_precision_loss, reason = "letters of a line")]
    let natural = line.text.chars().count() as f32 * LETTER / 1000.0 * line.print.size();
    if natural <= 0.0 {
        return;
    }
    let (left, base) = (hundredths(line.left), hundredths(HIGH - line.base));
    let stretched = hundredths(100.0 * line.width / natural);
    content.push_str(&format!("1 0 0 1 {left} {base} Tm {stretched} Tz"));
    let mut now = None;
    for letter in as_seen(&line.text) {
        let known = letters.iter().position(|known| *known == letter);
        let at = known.unwrap_or(letters.len());
        if known.is_none() {
            letters.push(letter);
        }
        let (font, byte) = (at / LETTERS, at % LETTERS + 1);
        if now != Some(font) {
            let ends = if now.is_some() { "> Tj" } else { "" };
            let size = hundredths(line.print.size());
            content.push_str(&format!("{ends} /F{font} {size} Tf <"));
            now = Some(font);
        }
        content.push_str(&format!("{byte:02X}"));
    }
    content.push_str("> Tj\n");
}

/// The letters of a line from left to right, as readers of a PDF expect them: what is written from right to left is
/// turned around, with the spaces within it.
fn as_seen(text: &str) -> Vec<char> {
    let mut letters: Vec<char> = text.chars().collect();
    let belongs =
        |one: char| is_right_to_left(one) || one.is_whitespace() || one.is_ascii_punctuation();
    let mut rest = letters.as_mut_slice();
    while let Some(first) = rest.iter().position(|one| is_right_to_left(*one)) {
        let (_, run) = rest.split_at_mut(first);
        let length = run.iter().position(|one| !belongs(*one)).unwrap_or(run.len());
        let (run, after) = run.split_at_mut(length);
        let ends = run.iter().rposition(|one| is_right_to_left(*one)).map_or(0, |last| last + 1);
        run.split_at_mut(ends).0.reverse();
        rest = after;
    }
    letters
}

/// A font whose letters draw nothing, and what each of them means; gives its number.
fn font(file: &mut File, letters: &[char]) -> usize {
    let nothing = file.stream("", b"500 0 d0");
    let meaning = file.stream("", meaning(letters).as_bytes());
    let (mut drawn, mut names) = (String::new(), String::new());
    for byte in 1..=letters.len() {
        drawn.push_str(&format!("/L{byte} {nothing} 0 R "));
        names.push_str(&format!("/L{byte} "));
    }
    let (last, widths) = (letters.len(), "500 ".repeat(letters.len()));
    file.object(&format!(
        "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 500 1000] /FontMatrix [0.001 0 0 0.001 0 0] \
         /CharProcs << {drawn}>> /Encoding << /Type /Encoding /Differences [1 {names}] >> \
         /FirstChar 1 /LastChar {last} /Widths [{widths}] /Resources << >> /ToUnicode {meaning} 0 R >>"
    ))
}

/// Which letter each byte of a font stands for (Adobe technical note 5411).
fn meaning(letters: &[char]) -> String {
    let mut map = String::from(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
         /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n\
         /CMapName /Letters def\n/CMapType 2 def\n\
         1 begincodespacerange\n<00> <FF>\nendcodespacerange\n",
    );
    let mut byte = 0;
    for listed in letters.chunks(LISTED) {
        map.push_str(&format!("{} beginbfchar\n", listed.len()));
        for letter in listed {
            byte += 1;
            map.push_str(&format!("<{byte:02X}> <{}>\n", hex(letter.encode_utf8(&mut [0; 4]))));
        }
        map.push_str("endbfchar\n");
    }
    map.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend");
    map
}

/// A text as a PDF writes it: two bytes a letter, as digits.
fn hex(text: &str) -> String {
    text.encode_utf16().map(|unit| format!("{unit:04X}")).collect()
}

/// A length with two places. Rust's own way of writing a float would weigh 15 kB in the chunk.
fn hundredths(length: f32) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "hundredths of a point on a page")]
    let all = (length * 100.0).round() as i32;
    let (sign, all) = (if all < 0 { "-" } else { "" }, all.unsigned_abs());
    format!("{sign}{}.{:02}", all / 100, all % 100)
}
