-- Browsers that somebody has signed in on, each with a token of its own: by it the owner is
-- told from strangers who guess under the same name, and does not wait for what they did.
create table known_browser (
    agency_id blob not null,
    -- SHA-256 of the cookie's value.
    token_hash blob not null unique,
    staff_id blob not null,
    -- The phone enrolled in it: once that is revoked, the browser is no longer known.
    device_id blob,
    -- Wrong passwords from it since the last right one.
    failures integer not null,
    last_at_ms integer not null,
    primary key (agency_id, token_hash),
    foreign key (agency_id, staff_id) references staff
) strict, without rowid;

create index known_browser_by_staff on known_browser (agency_id, staff_id, last_at_ms);

-- Which of them a session began in.
alter table session add column browser_hash blob;
