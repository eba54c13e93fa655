//! I8, the algebra, and I9, nobody's words vanish; for any merge.

use super::{Clash, Merged, PlanField, PlanKey, PlanValue, people::moves};
use domain::{
    id::CrisisPlanItemId,
    wire::v1::{CrisisPlanContent, CrisisPlanItem},
};

pub(super) type Merge =
    fn(Option<&CrisisPlanContent>, &CrisisPlanContent, &CrisisPlanContent) -> Merged;
type Verdict = Result<(), String>;

pub(super) fn keeps_the_laws(
    merge: Merge,
    base: &CrisisPlanContent,
    ours: &CrisisPlanContent,
    theirs: &CrisisPlanContent,
) -> Verdict {
    let b = Some(base);
    let quiet = |content: &CrisisPlanContent| Merged { content: content.clone(), clashes: vec![] };
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
    a.key == b.key && if a.key.field == PlanField::Line { same } else { swapped }
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
            && key.field != PlanField::Line
            && one.content.value(*key) != two.content.value(*key)
    });
    differs.map_or(Ok(()), |key| Err(format!("I8: swapped sides differ at {key:?}")))
}

/// The order of lines is the same whoever came first.
fn commutes(one: &Merged, two: &Merged) -> Verdict {
    let ids = |merged: &Merged| -> Vec<_> {
        let sections_agree = |item: &&CrisisPlanItem| {
            one.content.line(item.item_id).map(|held| held.section)
                == two.content.line(item.item_id).map(|held| held.section)
        };
        merged.content.items.iter().filter(sections_agree).map(|item| item.item_id).collect()
    };
    holds(ids(one) == ids(two), "I8: independent edits give another order when swapped")
}

/// Merging again what is merged already changes nothing.
fn again(
    merge: Merge,
    base: Option<&CrisisPlanContent>,
    ours: &CrisisPlanContent,
    theirs: &CrisisPlanContent,
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
        let ids = |content: &CrisisPlanContent| {
            let mut ids: Vec<_> = content.items.iter().map(|item| item.item_id).collect();
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
fn words_stay(
    base: Option<&CrisisPlanContent>,
    side: &CrisisPlanContent,
    merged: &Merged,
) -> Verdict {
    for key in keys(side).filter(|key| key.field != PlanField::Line) {
        let written = side.value(key);
        let old = base.filter(|base| key.item_id.is_none_or(|id| base.line(id).is_some()));
        if old.is_some_and(|base| base.value(key) == written) {
            continue;
        }
        let in_clash =
            |clash: &Clash| clash.key == key && (clash.kept == written || clash.other == written);
        if merged.content.value(key) != written && !merged.clashes.iter().any(in_clash) {
            return Err(format!("{written:?} at {key:?} vanished"));
        }
    }
    // A line taken out is gone, or the other side wrote in it and that is told.
    for gone in base.iter().flat_map(|base| &base.items) {
        let key = PlanKey { item_id: Some(gone.item_id), field: PlanField::Line };
        let told = |clash: &Clash| clash.key == key && clash.other == PlanValue::Nothing;
        if side.line(gone.item_id).is_none()
            && merged.content.line(gone.item_id).is_some()
            && !merged.clashes.iter().any(told)
        {
            return Err(format!("{:?} came back", gone.item_id));
        }
    }
    Ok(())
}

/// Every line and value is somebody's; a line both left alone stays.
fn nothing_is_made_up(
    base: Option<&CrisisPlanContent>,
    ours: &CrisisPlanContent,
    theirs: &CrisisPlanContent,
    merged: &Merged,
) -> Verdict {
    for key in keys(&merged.content).filter(|key| key.field != PlanField::Line) {
        let value = merged.content.value(key);
        holds(ours.value(key) == value || theirs.value(key) == value, "I9: a value is made up")?;
    }
    let count = |id: CrisisPlanItemId| {
        merged.content.items.iter().filter(|item| item.item_id == id).count()
    };
    for line in base.iter().flat_map(|base| &base.items) {
        let both = ours.line(line.item_id).is_some() && theirs.line(line.item_id).is_some();
        holds(!both || count(line.item_id) == 1, "I9: a line both kept is gone or doubled")?;
    }
    holds(merged.content.items.iter().all(|item| count(item.item_id) == 1), "a line is doubled")
}

/// The lines of a side keep its order where they stand in the same section.
fn order_stays(side: &CrisisPlanContent, merged: &CrisisPlanContent) -> Verdict {
    let section = |content: &CrisisPlanContent, id| content.line(id).map(|line| line.section);
    let common = |content: &CrisisPlanContent| -> Vec<_> {
        let ids = content.items.iter().map(|item| item.item_id);
        ids.filter(|id| section(side, *id) == section(merged, *id)).collect()
    };
    holds(common(side) == common(merged), "I8: the order of the only one who moved lines is lost")
}

fn keys(content: &CrisisPlanContent) -> impl Iterator<Item = PlanKey> {
    let facts = PlanField::OF_PLAN.into_iter().map(|field| PlanKey { item_id: None, field });
    let lines = content.items.iter().flat_map(|item| {
        let fields = PlanField::OF_LINE.into_iter().chain([PlanField::Line]);
        fields.map(|field| PlanKey { item_id: Some(item.item_id), field })
    });
    facts.chain(lines)
}
