-- Made from 1 migrations (093187d52f7c5a58) by npm run generate; for reading only.

create table attempt (
  id uuid not null,
  person_id uuid not null,
  institution_id text not null,
  task text not null,
  version integer not null,
  facts jsonb not null,
  checks integer not null default 0,
  findings jsonb not null default '[]'::jsonb,
  started_at timestamp with time zone not null,
  checked_at timestamp with time zone,
  passed_at timestamp with time zone,
  PRIMARY KEY (id),
  FOREIGN KEY (person_id) REFERENCES room(person_id)
);
CREATE INDEX attempt_person ON attempt USING btree (person_id, task, id DESC);

create table certificate (
  id uuid not null,
  person_id uuid not null,
  institution_id text not null,
  role text not null,
  person_name text,
  sealed text,
  issued_at timestamp with time zone not null,
  valid_until timestamp with time zone not null,
  PRIMARY KEY (id)
);
CREATE INDEX certificate_institution ON certificate USING btree (institution_id, id DESC);
CREATE INDEX certificate_person ON certificate USING btree (person_id, role, issued_at DESC);

create table room (
  person_id uuid not null,
  institution_id text not null,
  practice_id text not null,
  posts jsonb not null,
  entered_at timestamp with time zone not null,
  PRIMARY KEY (person_id),
  UNIQUE (practice_id)
);
