-- Where a request to it names people, as its publisher has declared: [{ scheme, path | query | body }].
alter table service add column persons jsonb not null default '[]';
alter table information_type add column persons jsonb not null default '[]';
-- Whom a logged request named, by pseudonym; committed with its record.
create table asked_person (
  person_key text not null,
  entry_id uuid not null,
  primary key (person_key, entry_id)
);
alter table asked_person set (autovacuum_vacuum_insert_threshold = 5000000, autovacuum_vacuum_insert_scale_factor = 0.5,
  autovacuum_analyze_threshold = 100000, autovacuum_analyze_scale_factor = 0.5);
