-- Made from 4 migrations (780a1ab854a83730) by npm run generate; for reading only.

create table change (
  id uuid not null,
  kind text not null,
  organisation_id text,
  asked jsonb not null,
  reason text not null,
  requested_by uuid,
  requested_name text,
  requested_at timestamp with time zone not null,
  decided_by uuid,
  decided_name text,
  decided_at timestamp with time zone,
  approved boolean,
  undone_at timestamp with time zone,
  touched jsonb not null default '[]'::jsonb,
  PRIMARY KEY (id)
);
CREATE INDEX change_import ON change USING btree (((asked ->> 'importId'::text))) WHERE (kind = 'import'::text);
CREATE INDEX change_open ON change USING btree (requested_at, id) WHERE (decided_at IS NULL);
CREATE INDEX change_organisation ON change USING btree (organisation_id, id);

create table code (
  list text not null,
  version integer not null,
  code text not null,
  title jsonb not null,
  PRIMARY KEY (list, version, code)
);

create table duty_conflict (
  one text not null,
  other text not null,
  law text not null,
  PRIMARY KEY (one, other),
  CHECK ((one < other))
);

create table emergency (
  id uuid not null,
  duty_id uuid not null,
  person_id uuid not null,
  name text not null,
  reason text not null,
  from_at timestamp with time zone not null,
  until_at timestamp with time zone not null,
  reviewed_by uuid,
  reviewed_name text,
  reviewed_at timestamp with time zone,
  justified boolean,
  note text,
  PRIMARY KEY (id),
  FOREIGN KEY (duty_id) REFERENCES post_duty(id)
);
CREATE INDEX emergency_person ON emergency USING btree (person_id);
CREATE INDEX emergency_waiting ON emergency USING btree (from_at) WHERE (reviewed_at IS NULL);

create table holding (
  id uuid not null,
  post_id uuid not null,
  person_id uuid not null,
  name text not null,
  as_what text not null,
  for_id uuid,
  reason text,
  from_at timestamp with time zone not null,
  until_at timestamp with time zone,
  PRIMARY KEY (id),
  CHECK ((as_what = ANY (ARRAY['holder'::text, 'acting'::text, 'substitute'::text]))),
  CHECK (((as_what = 'substitute'::text) = (for_id IS NOT NULL))),
  FOREIGN KEY (for_id) REFERENCES holding(id),
  FOREIGN KEY (post_id) REFERENCES post(id)
);
CREATE INDEX holding_person ON holding USING btree (person_id);
CREATE INDEX holding_post ON holding USING btree (post_id);

create table import (
  id uuid not null,
  about text not null,
  file_name text not null,
  read_by text,
  read_at timestamp with time zone not null,
  PRIMARY KEY (id),
  CHECK ((about = ANY (ARRAY['organisations'::text, 'people'::text])))
);

create table import_row (
  import_id uuid not null,
  line integer not null,
  place integer not null,
  subject text not null,
  outcome text not null,
  asked jsonb,
  revision integer,
  facts jsonb not null default '[]'::jsonb,
  code text,
  message text,
  PRIMARY KEY (import_id, line),
  FOREIGN KEY (import_id) REFERENCES import(id) ON DELETE CASCADE,
  CHECK ((outcome = ANY (ARRAY['enters'::text, 'changes'::text, 'same'::text, 'wrong'::text])))
);

create table organisation (
  id text not null,
  revision integer not null,
  kind text not null,
  sphere text,
  name jsonb not null,
  inn text,
  ogrn text,
  kpp text,
  address jsonb,
  region_code text,
  parent_id text,
  successor_id text,
  from_on date not null,
  until_on date,
  words text not null,
  PRIMARY KEY (id),
  CHECK ((kind = ANY (ARRAY['central'::text, 'local'::text, 'quasi-public'::text, 'company'::text]))),
  FOREIGN KEY (parent_id) REFERENCES organisation(id),
  FOREIGN KEY (successor_id) REFERENCES organisation(id)
);
CREATE INDEX organisation_inn ON organisation USING btree (inn) WHERE (inn IS NOT NULL);
CREATE INDEX organisation_parent ON organisation USING btree (parent_id);

create table organisation_fact (
  organisation_id text not null,
  revision integer not null,
  facts jsonb not null,
  valid_from date not null,
  known_at timestamp with time zone not null,
  change_id uuid,
  PRIMARY KEY (organisation_id, revision),
  FOREIGN KEY (organisation_id) REFERENCES organisation(id)
);
CREATE INDEX organisation_fact_inn ON organisation_fact USING btree (((facts ->> 'inn'::text)));

create table post (
  id uuid not null,
  organisation_id text not null,
  unit_id uuid,
  title jsonb not null,
  from_on date not null,
  until_on date,
  PRIMARY KEY (id),
  FOREIGN KEY (organisation_id) REFERENCES organisation(id),
  FOREIGN KEY (unit_id) REFERENCES unit(id)
);
CREATE INDEX post_organisation ON post USING btree (organisation_id);

create table post_duty (
  id uuid not null,
  post_id uuid not null,
  code text not null,
  from_at timestamp with time zone not null,
  until_at timestamp with time zone,
  emergency boolean not null default false,
  PRIMARY KEY (id),
  FOREIGN KEY (post_id) REFERENCES post(id)
);
CREATE INDEX post_duty_code ON post_duty USING btree (code);
CREATE INDEX post_duty_post ON post_duty USING btree (post_id);

create table review (
  id uuid not null,
  organisation_id text not null,
  opened_at timestamp with time zone not null,
  due_on date not null,
  reminded_on date not null,
  closed_at timestamp with time zone,
  PRIMARY KEY (id),
  FOREIGN KEY (organisation_id) REFERENCES organisation(id)
);
CREATE INDEX review_open ON review USING btree (due_on) WHERE (closed_at IS NULL);
CREATE UNIQUE INDEX review_one_open ON review USING btree (organisation_id) WHERE (closed_at IS NULL);

create table review_item (
  review_id uuid not null,
  holding_id uuid not null,
  kept boolean,
  decided_name text,
  decided_at timestamp with time zone,
  PRIMARY KEY (review_id, holding_id),
  FOREIGN KEY (holding_id) REFERENCES holding(id),
  FOREIGN KEY (review_id) REFERENCES review(id)
);

create table review_rule (
  organisation_id text not null,
  months integer not null,
  next_on date not null,
  PRIMARY KEY (organisation_id),
  CHECK (((months >= 1) AND (months <= 60))),
  FOREIGN KEY (organisation_id) REFERENCES organisation(id)
);

create table told (
  person_id uuid not null,
  revision integer not null,
  PRIMARY KEY (person_id)
);

create table unit (
  id uuid not null,
  organisation_id text not null,
  parent_id uuid,
  name jsonb not null,
  from_on date not null,
  until_on date,
  PRIMARY KEY (id),
  FOREIGN KEY (organisation_id) REFERENCES organisation(id),
  FOREIGN KEY (parent_id) REFERENCES unit(id)
);
CREATE INDEX unit_organisation ON unit USING btree (organisation_id);
