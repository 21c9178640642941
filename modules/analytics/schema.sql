-- Made from 1 migrations (72bdb753b8bb6fa1) by npm run generate; for reading only.

create table funnel (
  organisation_id text not null,
  region_code text not null,
  month date not null,
  card bigint not null default 0,
  delivered bigint not null default 0,
  opened bigint not null default 0,
  answered bigint not null default 0,
  PRIMARY KEY (organisation_id, month)
);

create table pending_fold (
  response_id uuid not null,
  sign smallint not null,
  organisation_id text not null,
  region_code text not null,
  sector text not null,
  day date not null,
  answers jsonb not null,
  PRIMARY KEY (response_id, sign),
  CHECK ((sign = ANY (ARRAY['-1'::integer, 1])))
);

create table progress (
  card_id uuid not null,
  steps text[] not null,
  PRIMARY KEY (card_id)
);

create table rollup_organisation (
  organisation_id text not null,
  month date not null,
  question text not null,
  c1 bigint not null,
  c2 bigint not null,
  c3 bigint not null,
  c4 bigint not null,
  c5 bigint not null,
  PRIMARY KEY (organisation_id, month, question)
);
CREATE INDEX rollup_organisation_by_question ON rollup_organisation USING btree (question, month);

create table rollup_region (
  region_code text not null,
  sector text not null,
  day date not null,
  question text not null,
  c1 bigint not null,
  c2 bigint not null,
  c3 bigint not null,
  c4 bigint not null,
  c5 bigint not null,
  PRIMARY KEY (region_code, sector, day, question)
);
CREATE INDEX rollup_region_by_question ON rollup_region USING btree (question, day);
