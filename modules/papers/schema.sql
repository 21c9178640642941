-- Made from 5 migrations (a28244dccb4cf1a7) by npm run generate; for reading only.

create table dispatch (
  id uuid not null,
  institution_id text not null,
  year integer not null,
  n integer not null,
  on_date date not null,
  by_name text not null,
  at timestamp with time zone not null,
  printed_at timestamp with time zone,
  PRIMARY KEY (id),
  UNIQUE (institution_id, year, n)
);

create table dispatch_print (
  id uuid not null,
  dispatch_id uuid not null,
  by_name text not null,
  at timestamp with time zone not null,
  PRIMARY KEY (id),
  FOREIGN KEY (dispatch_id) REFERENCES dispatch(id)
);
CREATE INDEX dispatch_print_dispatch ON dispatch_print USING btree (dispatch_id);

create table dispatch_row (
  dispatch_id uuid not null,
  place integer not null,
  document_id uuid not null,
  addressee text,
  address text,
  sealed text,
  post text not null,
  copies integer not null,
  tracking text,
  PRIMARY KEY (dispatch_id, place),
  CHECK (((copies >= 1) AND (copies <= 999))),
  FOREIGN KEY (dispatch_id) REFERENCES dispatch(id),
  CHECK ((post = ANY (ARRAY['ordinary'::text, 'registered'::text])))
);
CREATE INDEX dispatch_row_document ON dispatch_row USING btree (document_id);

create table import (
  id uuid not null,
  institution_id text not null,
  source text not null,
  file_name text not null,
  state text not null,
  known integer not null,
  by_name text not null,
  at timestamp with time zone not null,
  ended_at timestamp with time zone,
  files_taken integer not null default 0,
  PRIMARY KEY (id),
  CHECK ((state = ANY (ARRAY['tried'::text, 'running'::text, 'done'::text])))
);
CREATE INDEX import_institution ON import USING btree (institution_id, id);

create table import_row (
  import_id uuid not null,
  line integer not null,
  "row" jsonb,
  sealed text,
  outcome text not null,
  code text,
  message text,
  files integer not null default 0,
  PRIMARY KEY (import_id, line),
  FOREIGN KEY (import_id) REFERENCES import(id),
  CHECK ((outcome = ANY (ARRAY['fits'::text, 'taken'::text, 'refused'::text])))
);
CREATE INDEX import_row_outcome ON import_row USING btree (import_id, outcome, line);

create table template (
  id uuid not null,
  institution_id text,
  code text not null,
  kind text not null,
  language text not null,
  version integer not null,
  title text not null,
  form text not null,
  body text,
  content bytea,
  fields text[] not null,
  state text not null,
  in_force_from date not null,
  proposed_by text not null,
  proposed_by_id uuid,
  proposed_at timestamp with time zone not null,
  decided_by text,
  decided_at timestamp with time zone,
  PRIMARY KEY (id),
  CHECK ((((form = 'text'::text) = (body IS NOT NULL)) AND ((form = 'docx'::text) = (content IS NOT NULL)))),
  CHECK ((form = ANY (ARRAY['text'::text, 'docx'::text]))),
  CHECK ((state = ANY (ARRAY['proposed'::text, 'in-force'::text, 'declined'::text])))
);
CREATE UNIQUE INDEX template_version ON template USING btree (COALESCE(institution_id, ''::text), code, language, version);

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
