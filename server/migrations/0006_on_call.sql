-- Who is on call when, and which plans of colleagues' clients were opened.

create table on_call_shift (
    agency_id blob not null,
    shift_id blob not null check (length(shift_id) = 16),
    staff_id blob not null,
    from_ms integer not null,
    to_ms integer not null,
    check (to_ms > from_ms),
    primary key (agency_id, shift_id),
    foreign key (agency_id, staff_id) references staff
) strict, without rowid;

create index on_call_shift_by_staff on on_call_shift (agency_id, staff_id, to_ms);

-- One row an opening, for a supervisor to look at. Codes and times only; the
-- audit log has them as well, and no review takes anything back.
create table plan_opening (
    agency_id blob not null,
    lookup_id blob not null check (length(lookup_id) = 16),
    staff_id blob not null,
    client_id blob not null,
    at_ms integer not null,
    offset_min integer not null,
    received_at_ms integer not null,
    offline integer not null check (offline in (0, 1)),
    why text,
    -- A turn of theirs was on when it happened, as far as the roster said when
    -- the server heard of it.
    on_call integer not null check (on_call in (0, 1)),
    reviewed_by blob,
    reviewed_at_ms integer,
    check ((reviewed_by is null) = (reviewed_at_ms is null)),
    primary key (agency_id, lookup_id),
    foreign key (agency_id, staff_id) references staff,
    foreign key (agency_id, client_id) references client
) strict, without rowid;

create index plan_opening_by_review on plan_opening (agency_id, reviewed_at_ms, at_ms);

create trigger plan_opening_never_goes before delete on plan_opening
begin
    select raise(abort, 'what was opened stays on record');
end;

create trigger plan_opening_never_changes before update of
    lookup_id, staff_id, client_id, at_ms, offset_min, received_at_ms, offline, why, on_call
    on plan_opening
begin
    select raise(abort, 'what was opened stays on record');
end;
