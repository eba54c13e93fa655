//! Services that an import brings: one more voice (docs/decisions/0014, 0021).

use super::{Held, find, put, signed};
use crate::{
    audit::{Action, Entry, Who},
    clock,
    store::{Store, StoreError, change::Change},
};
use domain::{
    id::{AgencyId, ServiceId},
    wire::v1::{CellRecordRow, Service},
};
use serde_json::{Map, Value, json};

/// A service as its source has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceService(pub Service);

/// What came of loading services.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LoadedServices {
    /// Were not here.
    pub new: Vec<ServiceId>,
    /// Are another than before.
    pub changed: Vec<ServiceId>,
    /// Are as before.
    pub unchanged: usize,
    /// Those of which somebody here changed what the source says otherwise, with the names of these
    /// fields: what people here wrote stands.
    pub kept: Vec<(ServiceId, Vec<String>)>,
    /// Are here from this source, and it does not have them any more. They stay as they are.
    pub gone: Vec<Service>,
}

impl Store {
    /// Takes in what a source says of services now. Where it says of a field what it said before, what
    /// stands there stands; where it says something new, that stands unless somebody here has changed
    /// the field. `keep` false only says what would become of them.
    ///
    /// # Errors
    /// Those of the database; then nothing was changed.
    pub async fn load_services(
        &self,
        agency: AgencyId,
        source: &str,
        services: &[SourceService],
        keep: bool,
    ) -> Result<LoadedServices, StoreError> {
        let mut change = Change::begin(self, agency).await?;
        let (mut loaded, mut written) = (LoadedServices::default(), 0_usize);
        for SourceService(said) in services {
            let held = find(&mut change, said.service_id).await?;
            let (stands, kept) = joined(held.as_ref(), said)?;
            if !kept.is_empty() {
                loaded.kept.push((said.service_id, kept));
            }
            let before = held.as_ref().map(|held| &held.body);
            match before {
                None => loaded.new.push(said.service_id),
                Some(before) if *before != stands => loaded.changed.push(said.service_id),
                Some(_) => loaded.unchanged += 1,
            }
            let is_news = held.as_ref().is_none_or(|held| held.said.as_ref() != Some(said));
            if keep && (before != Some(&stands) || is_news) {
                put(&mut change, &stands, Some(said)).await?;
                written += 1;
            }
        }
        let named: std::collections::BTreeSet<_> =
            services.iter().map(|SourceService(said)| said.service_id).collect();
        let here = self.services(agency).await?.into_iter();
        loaded.gone = here
            .filter(|service| service.source == source && service.is_open_at_all())
            .filter(|service| !named.contains(&service.service_id))
            .collect();
        if written > 0 {
            let detail = json!({ "services": [loaded.new.len(), loaded.changed.len()] });
            let object = ("agency", Some(*agency.as_bytes()));
            let entry = Entry::done(clock::now_ms(), Who::default(), Action::Imported, object);
            change.audit(entry.with(detail));
        }
        change.commit().await?;
        Ok(loaded)
    }
}

/// Puts services that are not there yet, and checks.
pub(in crate::store) async fn load_own(
    change: &mut Change,
    services: &[Service],
    checks: &[CellRecordRow],
) -> Result<(), StoreError> {
    for service in services {
        if find(change, service.service_id).await?.is_none() {
            put(change, service, None).await?;
        }
    }
    for row in checks {
        signed(change, &row.clone().into()).await?;
    }
    Ok(())
}

/// The service as it stands once the source was heard, and the fields in which people here stay with
/// their own word.
fn joined(held: Option<&Held>, said: &Service) -> Result<(Service, Vec<String>), StoreError> {
    let Some(Held { body, said: before }) = held else { return Ok((said.clone(), Vec::new())) };
    let members = |service: &Service| -> Result<Map<String, Value>, StoreError> {
        match serde_json::to_value(service)? {
            Value::Object(members) => Ok(members),
            _ => Ok(Map::new()),
        }
    };
    let (mut stands, now) = (members(body)?, members(said)?);
    // Of what was written here before a source knew it, nothing is the source's.
    let before = before.as_ref().map(members).transpose()?;
    let mut kept = Vec::new();
    let names: std::collections::BTreeSet<_> = stands.keys().chain(now.keys()).cloned().collect();
    for name in names {
        let (here, there) = (stands.get(&name), now.get(&name));
        let was = before.as_ref().and_then(|before| before.get(&name));
        let is_ours = before.is_none() || here != was;
        if here == there || (is_ours && there == was) {
            continue;
        }
        if is_ours {
            kept.push(name);
            continue;
        }
        match there.cloned() {
            Some(value) => drop(stands.insert(name, value)),
            None => drop(stands.remove(&name)),
        }
    }
    Ok((serde_json::from_value(Value::Object(stands))?, kept))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn service(tel: &str, about: &str) -> Service {
        let (tel, about) = (tel.to_owned(), about.to_owned());
        Service { tel, about, ..Service::named(ServiceId::from_bytes([1; 16]), "Pantry") }
    }

    fn after(stands: &Service, before: &Service, said: &Service) -> (Service, Vec<String>) {
        let held = Held { body: stands.clone(), said: Some(before.clone()) };
        joined(Some(&held), said).expect("plain services")
    }

    #[test]
    fn what_people_here_wrote_is_never_undone() {
        let first = service("1", "Food");
        let ours = service("2", "Food");
        // The source says the same again, then something new of what nobody touched.
        assert_eq!(after(&ours, &first, &first), (ours.clone(), vec![]));
        assert_eq!(after(&ours, &first, &service("1", "Bread")), (service("2", "Bread"), vec![]));
        // It says something else of what somebody here changed: theirs stands, and is named.
        let kept = (ours.clone(), vec!["tel".to_owned()]);
        assert_eq!(after(&ours, &first, &service("3", "Food")), kept);
        // It comes to say the same: nobody disagrees.
        assert_eq!(after(&ours, &first, &service("2", "Food")), (ours, vec![]));
    }

    #[test]
    fn what_the_source_takes_back_goes_unless_somebody_here_wrote_it() {
        let first = service("1", "Food");
        assert_eq!(after(&first, &first, &service("", "Food")), (service("", "Food"), vec![]));
        let ours = service("2", "Food");
        let (stands, kept) = after(&ours, &first, &service("", "Food"));
        assert_eq!((stands, kept), (ours, vec!["tel".to_owned()]));
    }
}
