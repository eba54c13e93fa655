//! The address bar: reading it, and moving without leaving the page.

use super::{clock, page};
use std::cell::Cell;
use wasm_bindgen::{JsCast, closure::Closure};

/// The path shown in the address bar.
#[must_use]
pub fn path() -> String {
    web_sys::window()
        .and_then(|window| window.location().pathname().ok())
        .unwrap_or_else(|| "/".to_owned())
}

fn history() -> Option<web_sys::History> {
    web_sys::window().and_then(|window| window.history().ok())
}

/// What a step of the history keeps of its own. The browser writes it to its disk, unsealed: a
/// number, how far down the page was left, and the addresses before it, which hold no more than
/// the browser's own list of them does. Never a word that somebody typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Step {
    /// When it was made, or one more than the step before: no two share it. 0 where the page was
    /// opened by its address.
    pub number: i64,
    /// How far down the page was when it was left.
    pub scrolled: i32,
    /// The paths before it, the latest first, parted by blanks.
    trail: String,
}

/// As many letters of paths as one step keeps: some eight of them.
const TRAIL: usize = 600;

impl Step {
    fn read(text: &str) -> Self {
        let mut words = text.splitn(3, ' ');
        let mut number = || words.next().and_then(|word| word.parse::<i64>().ok()).unwrap_or(0);
        let (number, scrolled) = (number(), i32::try_from(number()).unwrap_or(0));
        Self { number, scrolled, trail: words.next().unwrap_or_default().to_owned() }
    }

    fn write(&self) -> String {
        let scrolled = i64::from(self.scrolled).to_string();
        [&self.number.to_string(), " ", &scrolled, " ", &self.trail].concat()
    }

    /// The path before it, if one of ours led here.
    #[must_use]
    pub fn before(&self) -> Option<String> {
        self.trail.split(' ').next().filter(|path| !path.is_empty()).map(str::to_owned)
    }
}

/// The step that is shown.
#[must_use]
pub fn step() -> Step {
    let state = history().and_then(|history| history.state().ok());
    state.and_then(|state| state.as_string()).map(|text| Step::read(&text)).unwrap_or_default()
}

/// From now on the place within a page is ours to find again: a browser looks for it before
/// what was there has been read and opened.
pub fn take_over_scrolling() {
    if let Some(history) = history() {
        // An old browser goes on doing it, a little too early.
        let _ours = history.set_scroll_restoration(web_sys::ScrollRestoration::Manual);
    }
}

thread_local! {
    static LATEST: Cell<i64> = const { Cell::new(0) };
}

/// The number of the step that was made last, or of a later one that was shown.
#[must_use]
pub fn latest() -> i64 {
    LATEST.set(LATEST.get().max(step().number));
    LATEST.get()
}

/// One more than any before, whatever the clock does.
fn next_number() -> i64 {
    let number = clock::now_ms().max(latest() + 1);
    LATEST.set(number);
    number
}

/// Shows another path as a new step of the history, which keeps from where it was made.
pub fn push(to: &str) {
    let Some(history) = history() else { return };
    let here = Step { scrolled: page::scrolled(), ..step() };
    let trail = [path().as_str(), " ", &here.trail].concat();
    let trail = match trail.get(..TRAIL).and_then(|kept| kept.rfind(' ')) {
        Some(whole) => trail.get(..whole).unwrap_or_default().to_owned(),
        None => trail,
    };
    let next = Step { number: next_number(), scrolled: 0, trail };
    // Refused only past a browser's limit of steps a minute; the screen changes all the same.
    let _left = history.replace_state_with_url(&here.write().into(), "", None);
    let _shown = history.push_state_with_url(&next.write().into(), "", Some(to));
}

/// Leaves this step of the history for good: back to the path, if one came from there and has seen
/// nothing since but what lies below it, or else the path takes its place. Says whether it goes back,
/// which [`on_move`] hears.
pub fn leave(to: &str) -> bool {
    let Some(history) = history() else { return false };
    let here = step();
    let is_below = |path: &&str| path.strip_prefix(to).is_some_and(|rest| rest.starts_with('/'));
    let below = here.trail.split(' ').take_while(is_below).count();
    let came = here.trail.split(' ').nth(below) == Some(to);
    if let Some(steps) = i32::try_from(below + 1).ok().filter(|_| came)
        && history.go_with_delta(-steps).is_ok()
    {
        return true;
    }
    let here = Step { scrolled: 0, ..here };
    let _shown = history.replace_state_with_url(&here.write().into(), "", Some(to));
    false
}

/// Calls `moved` whenever "back" or "forward" was used.
pub fn on_move(moved: impl FnMut() + 'static) {
    page::on_window("popstate", moved);
}

/// Calls `follow` for each tap on a link to a path of ours, instead of leaving the page. It hears
/// whether the link leads back.
pub fn on_link(mut follow: impl FnMut(String, bool) + 'static) {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    let listener =
        Closure::<dyn FnMut(web_sys::MouseEvent)>::new(move |event: web_sys::MouseEvent| {
            if let Some((path, back)) = ours(&event) {
                event.prevent_default();
                follow(path, back);
            }
        });
    // The document takes listeners for as long as it lives.
    let _attached =
        document.add_event_listener_with_callback("click", listener.as_ref().unchecked_ref());
    listener.forget();
}

/// The path of the link that was tapped, if it is one to follow here, and whether it leads back.
fn ours(event: &web_sys::MouseEvent) -> Option<(String, bool)> {
    let plain = event.button() == 0
        && !event.default_prevented()
        && !(event.meta_key() || event.ctrl_key() || event.shift_key() || event.alt_key());
    let link = event.target()?.dyn_into::<web_sys::Element>().ok()?.closest("a[href]").ok()??;
    let path = link.get_attribute("href")?;
    let ours = plain && path.starts_with(['/', '#']) && !link.has_attribute("target");
    ours.then(|| (path, link.has_attribute("rel")))
}

#[cfg(test)]
mod tests {
    use super::Step;

    #[test]
    fn a_step_is_read_as_it_was_written_and_nonsense_is_the_first_step() {
        let step =
            Step { number: 1_764_000_000_000, scrolled: 420, trail: "/clients/1 /".to_owned() };
        assert_eq!(Step::read(&step.write()), step);
        assert_eq!(step.before().as_deref(), Some("/clients/1"));
        let alone = Step { trail: String::new(), ..step };
        assert_eq!(Step::read(&alone.write()), alone);
        assert_eq!(alone.before(), None);
        assert_eq!(Step::read("/clients"), Step::default());
    }
}
