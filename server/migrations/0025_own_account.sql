-- When a password was changed: by its owner, or by whoever runs the server. Phones tell their owner.
create table password_set (
    agency_id blob not null,
    staff_id blob not null,
    at_ms integer not null,
    primary key (agency_id, staff_id),
    foreign key (agency_id, staff_id) references staff
) strict, without rowid;
