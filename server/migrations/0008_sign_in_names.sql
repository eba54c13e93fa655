-- The rule by which `login_tag` was made of the name in the body. SQL cannot
-- normalise: the next start that may write does, see `store/logins.rs`.
--   0  trimmed, in small letters
--   1  normalised: `server/src/names.rs`
--   2  normalised, and the name had to be changed; nobody has set a password since
alter table staff add column login_rule integer not null default 0;
