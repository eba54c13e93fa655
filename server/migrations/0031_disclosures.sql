-- Disclosures for a supervisor to look at. Which ones follows from what was signed, and is worked out
-- anew each time; here is what nobody could work out cheaply: notes of words with somebody outside that
-- do not say that they were told nothing, and what a supervisor has looked at.
create table disclosure_look (
    agency_id blob not null,
    record_id blob not null check (length(record_id) = 16),
    client_id blob not null,
    -- A note that leaves it open; otherwise a disclosure.
    is_note integer not null check (is_note in (0, 1)),
    noted_at_ms integer not null,
    seen_by blob,
    seen_at_ms integer,
    check ((seen_by is null) = (seen_at_ms is null)),
    check (is_note = 1 or seen_by is not null),
    primary key (agency_id, is_note, record_id),
    foreign key (agency_id, client_id) references client
) strict, without rowid;

create index disclosure_look_open on disclosure_look (agency_id, noted_at_ms) where seen_at_ms is null;

create trigger disclosure_look_never_goes before delete on disclosure_look
begin
    select raise(abort, 'what was looked at stays on record');
end;

create trigger disclosure_look_never_changes before update of
    record_id, client_id, is_note, noted_at_ms on disclosure_look
begin
    select raise(abort, 'what was looked at stays on record');
end;
