-- The people around clients, one row a writing. What was written never changes: a
-- change is a row of its own, and the body says which rows it replaces.
create table support_person (
    agency_id blob not null,
    support_person_id blob not null check (length(support_person_id) = 16),
    client_id blob not null,
    body blob not null,
    primary key (agency_id, support_person_id),
    foreign key (agency_id, client_id) references client
) strict;

create trigger support_person_never_changes before update on support_person
begin
    select raise(abort, 'what was written about a support person never changes');
end;

create trigger support_person_never_goes before delete on support_person
begin
    select raise(abort, 'what was written about a support person never changes');
end;

-- Phones are to be told of them. SQLite cannot change a check, so the feed moves to
-- a table with the wider one; every sequence number stays what it was.
create table feed_wider (
    agency_id blob not null,
    kind text not null check (kind in (
        'client', 'crisis_plan', 'task', 'contact', 'addendum', 'crisis_event',
        'support_person')),
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
