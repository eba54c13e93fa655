-- Ways for clients to open their own plan on their own phone. What a way is opened with stands sealed
-- in its record; here is what it is found by, and whether it is over.
create table client_access (
    agency_id blob not null,
    access_id blob not null check (length(access_id) = 16),
    client_id blob not null,
    -- SHA-256 over the secret in the link.
    tag blob not null unique check (length(tag) = 32),
    ended_at_ms integer,
    primary key (agency_id, access_id),
    foreign key (agency_id, client_id) references client
) strict, without rowid;

create index client_access_by_client on client_access (agency_id, client_id);

-- What happened to them, for the client to read. The audit log has it as well.
create table client_access_event (
    agency_id blob not null,
    client_id blob not null,
    number integer not null,
    access_id blob not null,
    at_ms integer not null,
    what text not null check (what in ('made', 'opened', 'kept', 'removed', 'ended')),
    -- None where the client did it.
    staff_id blob,
    primary key (agency_id, client_id, number),
    foreign key (agency_id, access_id) references client_access
) strict, without rowid;

create trigger client_access_event_never_goes before delete on client_access_event
begin
    select raise(abort, 'what happened stays on record');
end;

create trigger client_access_event_never_changes before update on client_access_event
begin
    select raise(abort, 'what happened stays on record');
end;

-- What stands for secret and code on a phone on which they were right once.
create table client_pass (
    agency_id blob not null,
    -- SHA-256 over 256 random bits.
    pass_hash blob not null unique check (length(pass_hash) = 32),
    access_id blob not null,
    at_ms integer not null,
    primary key (agency_id, pass_hash),
    foreign key (agency_id, access_id) references client_access
) strict, without rowid;

-- Wrong codes, by the way they were tried at.
create table client_access_attempt (
    tag blob not null primary key check (length(tag) = 32),
    failures integer not null,
    last_at_ms integer not null
) strict, without rowid;
