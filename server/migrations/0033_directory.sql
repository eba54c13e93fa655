-- Records that are nobody's file: what somebody was told of a service, for example. Like those of a
-- client they are signed once and never change (docs/decisions/0026).
create table agency_record (
    agency_id blob not null references agency,
    kind text not null,
    record_id blob not null check (length(record_id) = 16),
    -- What it is about, where that is something of the agency's: a service.
    about blob check (about is null or length(about) = 16),
    seq integer not null,
    body blob not null,
    primary key (agency_id, kind, record_id)
) strict;

create index agency_record_by_seq on agency_record (agency_id, kind, seq);

create trigger agency_record_never_changes before update on agency_record
begin
    select raise(abort, 'what was signed never changes');
end;

create trigger agency_record_never_goes before delete on agency_record
begin
    select raise(abort, 'what was signed never changes');
end;

-- The directory of services, the same for everybody.
create table service (
    agency_id blob not null references agency,
    service_id blob not null check (length(service_id) = 16),
    -- With which change of the agency it became what it is.
    seq integer not null,
    body blob not null,
    -- What a package that it was imported from said last, sealed like the body; none where it was
    -- written here.
    said blob,
    primary key (agency_id, service_id)
) strict;

create index service_by_seq on service (agency_id, seq);

create trigger service_never_goes before delete on service
begin
    select raise(abort, 'a service is closed, and never taken away');
end;

-- What people in the field suggest for the directory, and what became of it.
create table suggestion (
    agency_id blob not null references agency,
    record_id blob not null check (length(record_id) = 16),
    settled_by blob,
    settled_at_ms integer,
    taken integer check (taken in (0, 1)),
    check ((settled_by is null) = (settled_at_ms is null)),
    check ((settled_by is null) = (taken is null)),
    primary key (agency_id, record_id)
) strict, without rowid;

create index suggestion_open on suggestion (agency_id) where settled_by is null;

create trigger suggestion_never_goes before delete on suggestion
begin
    select raise(abort, 'what was suggested stays on record');
end;

create trigger suggestion_stays_settled before update on suggestion when old.settled_by is not null
begin
    select raise(abort, 'what was decided stays decided');
end;
