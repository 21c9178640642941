-- Whatever is written to the register leaves a mark: what was counted over all of it holds until there is another one.
-- Marks of a day become one, with their number.
create table written (
  id bigint generated always as identity primary key,
  times bigint not null default 1
);
create function mark_written() returns trigger language plpgsql set search_path from current as $$
begin
  insert into written default values;
  return null;
end $$;
create trigger element_version_marks after insert or update or delete on element_version for each statement execute function mark_written();
create trigger relation_version_marks after insert or update or delete on relation_version for each statement execute function mark_written();
-- A list of a kind in the order of codes, whatever the day and instant.
create index element_version_listed on element_version (kind, code);
drop index element_version_now;
