-- A filter of the list of documents that somebody, or the whole chancery, comes back to.
create table view (
  id uuid primary key,
  institution_id text not null,
  -- missing: of everybody in the chancery
  person_id uuid,
  name text,
  filter jsonb,
  sealed text,
  by_name text not null,
  at timestamptz not null
);
create index view_institution on view (institution_id, person_id);
