-- Phones, sessions, what phones delivered, and the audit log.

create table device (
    agency_id blob not null,
    device_id blob not null check (length(device_id) = 16),
    staff_id blob not null,
    -- The phone's key, sealed under the master key.
    escrow blob not null,
    -- SHA-256 of the token that lets the phone deliver.
    deposit_hash blob not null unique,
    -- What the phone is called, sealed.
    body blob not null,
    enrolled_at_ms integer not null,
    last_seen_at_ms integer,
    revoked text check (revoked in ('left', 'lost')),
    revoked_at_ms integer,
    primary key (agency_id, device_id),
    foreign key (agency_id, staff_id) references staff
) strict, without rowid;

create table session (
    agency_id blob not null,
    -- SHA-256 of the cookie's value.
    token_hash blob not null unique,
    staff_id blob not null,
    device_id blob,
    began_at_ms integer not null,
    seen_at_ms integer not null,
    primary key (agency_id, token_hash),
    foreign key (agency_id, staff_id) references staff,
    foreign key (agency_id, device_id) references device
) strict, without rowid;

-- Failures to sign in since the last success. Names that nobody has are
-- counted under an agency of sixteen zeros, so that both look alike.
create table sign_in_attempt (
    agency_id blob not null,
    login_tag blob not null,
    failures integer not null,
    last_at_ms integer not null,
    primary key (agency_id, login_tag)
) strict, without rowid;

create table operation (
    agency_id blob not null,
    op_id blob not null check (length(op_id) = 16),
    device_id blob not null,
    hash blob not null check (length(hash) = 32),
    received_at_ms integer not null,
    -- Set while it waits in the quarantine.
    quarantined text,
    primary key (agency_id, op_id),
    foreign key (agency_id, device_id) references device
) strict, without rowid;

-- What could not be applied, byte for byte as it was sent.
create table op_quarantine (
    agency_id blob not null,
    op_id blob not null,
    hash blob not null,
    device_id blob not null,
    code text not null,
    sealed blob not null,
    received_at_ms integer not null,
    primary key (agency_id, op_id, hash),
    foreign key (agency_id, device_id) references device
) strict;

-- A chain: each entry's hash is an HMAC over the one before and its own words.
create table audit_event (
    agency_id blob not null references agency,
    seq integer not null,
    at_ms integer not null,
    staff_id blob,
    device_id blob,
    action text not null,
    object_kind text not null,
    object_id blob,
    outcome text not null,
    -- Codes and numbers as JSON; never anybody's words.
    detail text not null,
    prev_hash blob not null,
    hash blob not null,
    primary key (agency_id, seq)
) strict, without rowid;

create trigger audit_event_never_changes before update on audit_event
begin
    select raise(abort, 'the audit log is only added to');
end;

create trigger audit_event_never_goes before delete on audit_event
begin
    select raise(abort, 'the audit log is only added to');
end;
