-- A supervisor may let an operation of the quarantine take effect. What was sent
-- stays here all the same, byte for byte.
alter table op_quarantine add column released_at_ms integer;
alter table op_quarantine add column released_by blob;

create trigger op_quarantine_never_goes before delete on op_quarantine
begin
    select raise(abort, 'nothing is taken out of the quarantine');
end;

create trigger op_quarantine_bytes_never_change before update of sealed, hash on op_quarantine
begin
    select raise(abort, 'what was sent is kept as it came');
end;
