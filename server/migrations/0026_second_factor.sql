-- A second factor beside the password: passkeys, and codes for when they are gone.

-- Whether an agency wants one from supervisors and administrators.
create table agency_rule (
    agency_id blob not null primary key references agency,
    second_factor integer not null check (second_factor in (0, 1))
) strict, without rowid;

create table passkey (
    agency_id blob not null,
    passkey_id blob not null check (length(passkey_id) = 16),
    staff_id blob not null,
    -- What browsers call it.
    credential_id blob not null unique,
    public_key blob not null check (length(public_key) = 65),
    -- How often it has signed, as far as it counts.
    count integer not null,
    -- Sealed: what its owner calls it.
    body blob not null,
    added_at_ms integer not null,
    used_at_ms integer,
    primary key (agency_id, passkey_id),
    foreign key (agency_id, staff_id) references staff
) strict, without rowid;

create index passkey_by_staff on passkey (agency_id, staff_id);

create table recovery_code (
    agency_id blob not null,
    staff_id blob not null,
    -- SHA-256 over whose it is and eighty random bits.
    code_hash blob not null check (length(code_hash) = 32),
    used_at_ms integer,
    primary key (agency_id, staff_id, code_hash),
    foreign key (agency_id, staff_id) references staff
) strict, without rowid;

-- Questions that a passkey has yet to answer: each once, and for five minutes.
create table challenge (
    agency_id blob not null,
    -- SHA-256 of what whoever answers has to show: a ticket for the password that was given, or the
    -- session on which a passkey is set up.
    holder_hash blob not null check (length(holder_hash) = 32),
    staff_id blob not null,
    purpose text not null check (purpose in ('sign_in', 'set_up')),
    challenge blob not null check (length(challenge) = 32),
    -- The password that was given, as it was then.
    password_hash text,
    at_ms integer not null,
    primary key (agency_id, holder_hash, purpose),
    foreign key (agency_id, staff_id) references staff
) strict, without rowid;

create unique index challenge_by_holder on challenge (holder_hash, purpose);

-- It was begun with a second factor.
alter table session add column second_factor integer not null default 0;
