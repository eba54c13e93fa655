//! I8, the algebra, and I9, nobody's words vanish; for any merge.

use super::{Cells, Clash, Key, Line, Merged, Value, people::moves};
use domain::{document::CellName, id::LineId};

pub(super) type Merge = fn(Option<&Cells>, &Cells, &Cells) -> Merged;
type Verdict = Result<(), String>;

pub(super) fn keeps_the_laws(merge: Merge, base: &Cells, ours: &Cells, theirs: &Cells) -> Verdict {
    let b = Some(base);
    let quiet = |content: &Cells| Merged { content: content.clone(), clashes: vec![] };
    holds(merge(b, base, theirs) == quiet(theirs), "I8: m(b,b,t) = t")?;
    holds(merge(b, ours, base) == quiet(ours), "I8: m(b,o,b) = o")?;
    holds(merge(b, ours, ours) == quiet(ours), "I8: m(b,x,x) = x")?;
    holds(merge(None, ours, ours) == quiet(ours), "I8: m(-,x,x) = x")?;
    let merged = merge(b, ours, theirs);
    let from_nothing = merge(None, ours, theirs);
    mirrors(&merged, &merge(b, theirs, ours))?;
    mirrors(&from_nothing, &merge(None, theirs, ours))?;
    if !(moves(base, ours) && moves(base, theirs)) {
        commutes(&merged, &merge(b, theirs, ours))?;
    }
    again(merge, b, ours, theirs, &merged)?;
    again(merge, None, ours, theirs, &from_nothing)?;
    for (side, name) in [(ours, "ours"), (theirs, "theirs")] {
        words_stay(b, side, &merged).map_err(|what| format!("I9: {name}: {what}"))?;
        words_stay(None, side, &from_nothing).map_err(|what| format!("I9: {name}: {what}"))?;
    }
    nothing_is_made_up(b, ours, theirs, &merged)?;
    if !moves(base, ours) {
        order_stays(theirs, &merged.content)?;
    }
    if !moves(base, theirs) {
        order_stays(ours, &merged.content)?;
    }
    Ok(())
}

fn holds(law: bool, what: &str) -> Verdict {
    if law { Ok(()) } else { Err(what.into()) }
}

fn same_sides(a: &Clash, b: &Clash) -> bool {
    let same = a.kept == b.kept && a.other == b.other && a.kept_is_ours != b.kept_is_ours;
    let swapped = a.kept == b.other && a.other == b.kept && a.kept_is_ours == b.kept_is_ours;
    // A line that one side opened and the other wrote in stays hidden, whoever came first.
    let guards = ["hidden_from_client", "show_to_team"].contains(&a.key.field.as_str());
    a.key == b.key && (if a.key.field == CellName::LINE { same } else { swapped } || guards && same)
}

/// Swapping sides gives the mirrored conflict and no other.
fn mirrors(one: &Merged, two: &Merged) -> Verdict {
    let within = |one: &Merged, two: &Merged| {
        one.clashes.iter().all(|a| two.clashes.iter().any(|b| same_sides(a, b)))
    };
    let all = one.clashes.len() == two.clashes.len() && within(one, two) && within(two, one);
    holds(all, "I8: swapped sides clash elsewhere")?;
    let clear = |key| !one.clashes.iter().any(|clash| clash.key == key);
    let differs = keys(&one.content).chain(keys(&two.content)).find(|key| {
        clear(*key)
            && key.field != CellName::LINE
            && one.content.value(*key) != two.content.value(*key)
    });
    differs.map_or(Ok(()), |key| Err(format!("I8: swapped sides differ at {key:?}")))
}

/// The order of lines is the same whoever came first.
fn commutes(one: &Merged, two: &Merged) -> Verdict {
    let ids = |merged: &Merged| -> Vec<_> {
        let sections_agree = |line: &&Line| {
            let group = |cells: &Cells| {
                cells.line(line.id).and_then(|held| cells.group_of(held).map(str::to_owned))
            };
            group(&one.content) == group(&two.content)
        };
        merged.content.lines.iter().filter(sections_agree).map(|line| line.id).collect()
    };
    holds(ids(one) == ids(two), "I8: independent edits give another order when swapped")
}

/// Merging again what is merged already changes nothing.
fn again(
    merge: Merge,
    base: Option<&Cells>,
    ours: &Cells,
    theirs: &Cells,
    merged: &Merged,
) -> Verdict {
    let moved_once = base.is_none_or(|base| !moves(base, ours) || !moves(base, theirs));
    let ours_again = merge(base, ours, &merged.content);
    holds(ours_again.content == merged.content, "I8: ours again changes the content")?;
    let told = |clash: &Clash| {
        merged.clashes.iter().any(|held| held.key == clash.key && held.other == clash.other)
    };
    holds(ours_again.clashes.iter().all(told), "I8: ours again clashes anew")?;
    if base.is_some() {
        let theirs_again = merge(base, &merged.content, theirs);
        let ids = |content: &Cells| {
            let mut ids: Vec<_> = content.lines.iter().map(|line| line.id).collect();
            if !moved_once {
                ids.sort_unstable();
            }
            ids
        };
        let (again, merged) = (&theirs_again.content, &merged.content);
        let same = keys(merged).all(|key| again.value(key) == merged.value(key));
        holds(same && ids(again) == ids(merged), "I8: theirs again changes the content")?;
    }
    Ok(())
}

/// I9: what a side wrote is in the content or in a clash.
fn words_stay(base: Option<&Cells>, side: &Cells, merged: &Merged) -> Verdict {
    for key in keys(side).filter(|key| key.field != CellName::LINE) {
        let written = side.value(key);
        let old = base.filter(|base| key.line.is_none_or(|id| base.line(id).is_some()));
        // What nobody touched is nobody's word.
        let begun = old.map_or_else(|| side.blank(key), |base| base.value(key));
        if begun == written {
            continue;
        }
        let in_clash =
            |clash: &Clash| clash.key == key && (clash.kept == written || clash.other == written);
        if merged.content.value(key) != written && !merged.clashes.iter().any(in_clash) {
            return Err(format!("{written:?} at {key:?} vanished"));
        }
    }
    // A line taken out is gone, or the other side wrote in it and that is told.
    for gone in base.iter().flat_map(|base| &base.lines) {
        let key = Key::line(gone.id);
        let told = |clash: &Clash| clash.key == key && clash.other == Value::Nothing;
        if side.line(gone.id).is_none()
            && merged.content.line(gone.id).is_some()
            && !merged.clashes.iter().any(told)
        {
            return Err(format!("{:?} came back", gone.id));
        }
    }
    Ok(())
}

/// Every line and value is somebody's; a line both left alone stays.
fn nothing_is_made_up(
    base: Option<&Cells>,
    ours: &Cells,
    theirs: &Cells,
    merged: &Merged,
) -> Verdict {
    for key in keys(&merged.content).filter(|key| key.field != CellName::LINE) {
        let value = merged.content.value(key);
        holds(ours.value(key) == value || theirs.value(key) == value, "I9: a value is made up")?;
    }
    let count = |id: LineId| merged.content.lines.iter().filter(|line| line.id == id).count();
    for line in base.iter().flat_map(|base| &base.lines) {
        let both = ours.line(line.id).is_some() && theirs.line(line.id).is_some();
        holds(!both || count(line.id) == 1, "I9: a line both kept is gone or doubled")?;
    }
    holds(merged.content.lines.iter().all(|line| count(line.id) == 1), "a line is doubled")
}

/// The lines of a side keep its order where they stand in the same section.
fn order_stays(side: &Cells, merged: &Cells) -> Verdict {
    let section = |cells: &Cells, id| {
        cells.line(id).map(|line| (line.list, cells.group_of(line).map(str::to_owned)))
    };
    let common = |content: &Cells| -> Vec<_> {
        let ids = content.lines.iter().map(|line| line.id);
        ids.filter(|id| section(side, *id) == section(merged, *id)).collect()
    };
    holds(common(side) == common(merged), "I8: the order of the only one who moved lines is lost")
}

fn keys(cells: &Cells) -> impl Iterator<Item = Key> {
    let lines =
        cells.lines.iter().flat_map(|line| cells.line_keys(line).chain([Key::line(line.id)]));
    cells.fact_keys().chain(lines)
}
