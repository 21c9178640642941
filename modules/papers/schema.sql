-- Made from 1 migrations (eb99903447614e46) by npm run generate; for reading only.

create table view (
  id uuid not null,
  institution_id text not null,
  person_id uuid,
  name text,
  filter jsonb,
  sealed text,
  by_name text not null,
  at timestamp with time zone not null,
  PRIMARY KEY (id)
);
CREATE INDEX view_institution ON view USING btree (institution_id, person_id);
