-- Every version of a crisis plan, whole, sealed as it was made. `crisis_plan` holds the
-- present one, which phones pull. Nobody's words are ever taken out of here.
create table crisis_plan_version (
    agency_id blob not null,
    client_id blob not null,
    version integer not null,
    crisis_plan_id blob not null check (length(crisis_plan_id) = 16),
    body blob not null,
    primary key (agency_id, client_id, version),
    foreign key (agency_id, client_id) references client
) strict;

insert or ignore into crisis_plan_version (agency_id, client_id, version, crisis_plan_id, body)
    select agency_id, client_id, version, crisis_plan_id, body from crisis_plan;

create trigger crisis_plan_version_never_changes before update on crisis_plan_version
begin
    select raise(abort, 'versions of a plan are only added');
end;

create trigger crisis_plan_version_never_goes before delete on crisis_plan_version
begin
    select raise(abort, 'versions of a plan are only added');
end;
