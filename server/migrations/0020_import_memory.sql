-- What imports remember of their sources: which system the keys are of, which colleague a user of
-- it is, and of each person its key there, whom it named last, and which assignment that made. So
-- that its next word moves what it made itself, and nothing that people decided.
create table import_memory (
    agency_id blob not null,
    kind text not null check (kind in ('system', 'user', 'person')),
    memory_id blob not null check (length(memory_id) = 16),
    body blob not null,
    primary key (agency_id, kind, memory_id)
) strict, without rowid;
