-- The agency's files. Every key starts with the agency; ids are 16 bytes.
-- `body` is the row's JSON, sealed: nothing a person said or is called stands in clear.

create table history (
    -- One row: which history this file is. A restore writes a new one.
    one integer primary key check (one = 1),
    epoch blob not null check (length(epoch) = 16),
    began_at_ms integer not null
) strict;

create table agency (
    agency_id blob not null primary key check (length(agency_id) = 16),
    -- The key of all bodies of this agency, sealed under the master key.
    sealed_key blob not null,
    body blob not null,
    -- Sequence number last given to a change of any row of the agency.
    head_seq integer not null default 0,
    -- Sequence number at which the agency's own content or staff last changed.
    content_seq integer not null default 0
) strict, without rowid;

create table staff (
    agency_id blob not null references agency,
    staff_id blob not null check (length(staff_id) = 16),
    role text not null check (role in ('worker', 'supervisor', 'administrator')),
    -- HMAC of the name to sign in with; the name itself is in the body.
    login_tag blob not null unique,
    password_hash text,
    body blob not null,
    primary key (agency_id, staff_id)
) strict, without rowid;

create table client (
    agency_id blob not null references agency,
    client_id blob not null check (length(client_id) = 16),
    body blob not null,
    primary key (agency_id, client_id)
) strict;

-- The sequence numbers at which a client came into and left a worker's scope.
create table case_assignment (
    agency_id blob not null,
    staff_id blob not null,
    client_id blob not null,
    from_seq integer not null,
    to_seq integer,
    primary key (agency_id, staff_id, client_id, from_seq),
    foreign key (agency_id, staff_id) references staff,
    foreign key (agency_id, client_id) references client
) strict, without rowid;

create unique index case_assignment_open on case_assignment (agency_id, staff_id, client_id)
    where to_seq is null;

create table contact (
    agency_id blob not null,
    contact_id blob not null check (length(contact_id) = 16),
    client_id blob not null,
    body blob not null,
    primary key (agency_id, contact_id),
    foreign key (agency_id, client_id) references client
) strict;

create table contact_addendum (
    agency_id blob not null,
    addendum_id blob not null check (length(addendum_id) = 16),
    contact_id blob not null,
    client_id blob not null,
    body blob not null,
    primary key (agency_id, addendum_id),
    foreign key (agency_id, contact_id) references contact
) strict;

create table crisis_plan (
    agency_id blob not null,
    crisis_plan_id blob not null check (length(crisis_plan_id) = 16),
    client_id blob not null,
    version integer not null,
    body blob not null,
    primary key (agency_id, crisis_plan_id),
    foreign key (agency_id, client_id) references client
) strict;

create table task (
    agency_id blob not null,
    task_id blob not null check (length(task_id) = 16),
    client_id blob not null,
    body blob not null,
    primary key (agency_id, task_id),
    foreign key (agency_id, client_id) references client
) strict;

-- What changed last, one entry a row: a change gives the row the next number.
create table feed (
    agency_id blob not null,
    kind text not null
        check (kind in ('client', 'crisis_plan', 'task', 'contact', 'addendum')),
    entity_id blob not null,
    client_id blob not null,
    seq integer not null,
    primary key (agency_id, kind, entity_id)
) strict, without rowid;

create index feed_by_client on feed (agency_id, client_id, seq, kind, entity_id);
