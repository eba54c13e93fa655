-- What an agency writes at a desk and no phone carries: a row a kind, sealed. Which kinds there are
-- the code says; the first is by which rules minutes of service become units.
create table agency_content (
    agency_id blob not null references agency,
    kind text not null,
    body blob not null,
    primary key (agency_id, kind)
) strict, without rowid;
