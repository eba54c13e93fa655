-- What was done about distress and crises, sealed as it ended. Never changed afterwards.
create table crisis_event (
    agency_id blob not null,
    crisis_event_id blob not null check (length(crisis_event_id) = 16),
    client_id blob not null,
    body blob not null,
    primary key (agency_id, crisis_event_id),
    foreign key (agency_id, client_id) references client
) strict;

create trigger crisis_event_never_changes before update on crisis_event
begin
    select raise(abort, 'a crisis event that has ended never changes');
end;

create trigger crisis_event_never_goes before delete on crisis_event
begin
    select raise(abort, 'a crisis event that has ended never changes');
end;

-- Phones are to be told of them. SQLite cannot change a check, so the feed moves to
-- a table with the wider one; every sequence number stays what it was.
create table feed_wider (
    agency_id blob not null,
    kind text not null check (
        kind in ('client', 'crisis_plan', 'task', 'contact', 'addendum', 'crisis_event')),
    entity_id blob not null,
    client_id blob not null,
    seq integer not null,
    primary key (agency_id, kind, entity_id)
) strict, without rowid;

insert into feed_wider (agency_id, kind, entity_id, client_id, seq)
    select agency_id, kind, entity_id, client_id, seq from feed;

drop table feed;

alter table feed_wider rename to feed;

create index feed_by_client on feed (agency_id, client_id, seq, kind, entity_id);
