-- Which phones each session was on: whoever finds one that is lost may have moved its session to
-- another, and from there to a third. Of a session that is over only the way from phone to phone
-- is kept, so that whoever marks one as lost is shown the others.
create table session_phone (
    agency_id blob not null,
    -- As in `session`; not a reference to it, since this outlives it.
    token_hash blob not null,
    device_id blob not null,
    primary key (agency_id, token_hash, device_id),
    foreign key (agency_id, device_id) references device
) strict, without rowid;

create index session_phone_by_phone on session_phone (agency_id, device_id);

insert into session_phone (agency_id, token_hash, device_id)
    select agency_id, token_hash, device_id from session where device_id is not null;

-- Written here, so that no statement that binds a session to a phone can forget it.
create trigger session_begins_on_phone after insert on session when new.device_id is not null
begin
    insert into session_phone (agency_id, token_hash, device_id)
        values (new.agency_id, new.token_hash, new.device_id);
end;

create trigger session_comes_to_phone after update of device_id on session
    when new.device_id is not null
begin
    insert or ignore into session_phone (agency_id, token_hash, device_id)
        values (new.agency_id, new.token_hash, new.device_id);
end;

create trigger session_is_over after delete on session
begin
    delete from session_phone
        where agency_id = old.agency_id and token_hash = old.token_hash
            and (select count(*) from session_phone
                where agency_id = old.agency_id and token_hash = old.token_hash) = 1;
end;
