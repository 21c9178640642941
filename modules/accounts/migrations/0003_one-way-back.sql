-- Of ways back of one person the last one is good, whatever the instant they were asked for at.
update recovery r set used_at = created_at where used_at is null and exists (
  select 1 from recovery o where o.person_id = r.person_id and o.used_at is null and o.id > r.id);
create unique index recovery_open on recovery (person_id) where used_at is null;
