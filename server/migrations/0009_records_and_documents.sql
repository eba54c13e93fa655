-- One table of records, one of documents, one of their versions. A kind is a word in a
-- column, so a new one needs no change here. Bodies move as they are: a seal is bound to
-- the word and the id, which stay.

-- What somebody wrote once. Never changed, never taken away.
create table record (
    agency_id blob not null,
    kind text not null,
    record_id blob not null check (length(record_id) = 16),
    client_id blob not null,
    body blob not null,
    primary key (agency_id, kind, record_id),
    foreign key (agency_id, client_id) references client
) strict;

insert into record (agency_id, kind, record_id, client_id, body)
    select agency_id, 'contact', contact_id, client_id, body from contact;
insert into record (agency_id, kind, record_id, client_id, body)
    select agency_id, 'addendum', addendum_id, client_id, body from contact_addendum;
insert into record (agency_id, kind, record_id, client_id, body)
    select agency_id, 'crisis_event', crisis_event_id, client_id, body from crisis_event;
insert into record (agency_id, kind, record_id, client_id, body)
    select agency_id, 'support_person', support_person_id, client_id, body from support_person;

drop table contact_addendum;
drop table contact;
drop table crisis_event;
drop table support_person;

create trigger record_never_changes before update on record
begin
    select raise(abort, 'what was signed never changes');
end;

create trigger record_never_goes before delete on record
begin
    select raise(abort, 'what was signed never changes');
end;

-- What is written in versions; here the present one, which phones pull.
create table document (
    agency_id blob not null,
    kind text not null,
    document_id blob not null check (length(document_id) = 16),
    client_id blob not null,
    version integer not null,
    body blob not null,
    primary key (agency_id, kind, document_id),
    foreign key (agency_id, client_id) references client
) strict;

create table document_version (
    agency_id blob not null,
    kind text not null,
    client_id blob not null,
    version integer not null,
    document_id blob not null check (length(document_id) = 16),
    body blob not null,
    primary key (agency_id, kind, client_id, document_id, version),
    foreign key (agency_id, client_id) references client
) strict;

insert into document (agency_id, kind, document_id, client_id, version, body)
    select agency_id, 'client', client_id, client_id, 1, body from client;
insert into document (agency_id, kind, document_id, client_id, version, body)
    select agency_id, 'crisis_plan', crisis_plan_id, client_id, version, body from crisis_plan;

insert into document_version (agency_id, kind, client_id, version, document_id, body)
    select agency_id, kind, client_id, version, document_id, body from document
    where kind = 'client';
insert into document_version (agency_id, kind, client_id, version, document_id, body)
    select agency_id, 'crisis_plan', client_id, version, crisis_plan_id, body
    from crisis_plan_version;

drop table crisis_plan;
drop table crisis_plan_version;
alter table client drop column body;

create trigger document_version_never_changes before update on document_version
begin
    select raise(abort, 'versions of a document are only added');
end;

create trigger document_version_never_goes before delete on document_version
begin
    select raise(abort, 'versions of a document are only added');
end;

create trigger document_never_goes before delete on document
begin
    select raise(abort, 'documents are never taken away');
end;

-- The feed takes any kind; every sequence number stays what it was.
create table feed_of_any_kind (
    agency_id blob not null,
    kind text not null,
    entity_id blob not null,
    client_id blob not null,
    seq integer not null,
    primary key (agency_id, kind, entity_id)
) strict, without rowid;

insert into feed_of_any_kind (agency_id, kind, entity_id, client_id, seq)
    select agency_id, kind, entity_id, client_id, seq from feed;

drop table feed;

alter table feed_of_any_kind rename to feed;

create index feed_by_client on feed (agency_id, client_id, seq, kind, entity_id);
