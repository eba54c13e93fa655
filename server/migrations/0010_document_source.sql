-- What the source of an import said last of a document, so that its next word is joined with
-- what people wrote here since, and takes the place of none of it.
create table document_source (
    agency_id blob not null,
    kind text not null,
    document_id blob not null check (length(document_id) = 16),
    body blob not null,
    primary key (agency_id, kind, document_id)
) strict, without rowid;
