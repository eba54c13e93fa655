-- Pages of papers that are here as a whole. Their bytes lie sealed beside the database, in the folder
-- `papers`; a page of which parts are yet to come is there alone (docs/decisions/0029).
create table paper_page (
    agency_id blob not null references agency,
    -- The phone that sent it: another's page of the same id takes nothing from it.
    device_id blob not null check (length(device_id) = 16),
    page_id blob not null check (length(page_id) = 16),
    -- As the phone says; the record that names the page may be in the quarantine.
    client_id blob not null check (length(client_id) = 16),
    bytes integer not null check (bytes > 0),
    sha256 blob not null check (length(sha256) = 32),
    received_at_ms integer not null,
    primary key (agency_id, device_id, page_id)
) strict, without rowid;

create index paper_page_by_page on paper_page (agency_id, page_id);

create trigger paper_page_never_changes before update on paper_page
begin
    select raise(abort, 'a page that is here as a whole never changes');
end;

create trigger paper_page_never_goes before delete on paper_page
begin
    select raise(abort, 'a page that is here as a whole stays');
end;
