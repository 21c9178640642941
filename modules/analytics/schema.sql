-- Made from 4 migrations (2b62f73d42b423c0) by npm run generate; for reading only.

create table frame (
  organisation_id text not null,
  month date not null,
  shown_as text not null,
  region_code text not null,
  sphere text not null,
  card bigint not null,
  delivered bigint not null,
  opened bigint not null,
  rendered bigint,
  seen bigint,
  PRIMARY KEY (organisation_id, month)
);
CREATE INDEX frame_by_month ON frame USING btree (month);

create table funnel (
  organisation_id text not null,
  region_code text not null,
  month date not null,
  card bigint not null default 0,
  delivered bigint not null default 0,
  opened bigint not null default 0,
  answered bigint not null default 0,
  rendered bigint,
  seen bigint,
  PRIMARY KEY (organisation_id, month),
  CHECK ((rendered >= 0)),
  CHECK ((seen >= 0))
);

create table history (
  source text not null,
  until_on date not null,
  complete boolean not null,
  PRIMARY KEY (source)
);

create table history_part (
  source text not null,
  part text not null,
  PRIMARY KEY (source, part)
);

create table lot (
  organisation_id text not null,
  month date not null,
  question text not null,
  shown_as text not null,
  region_code text not null,
  sphere text not null,
  c1 bigint not null,
  c2 bigint not null,
  c3 bigint not null,
  c4 bigint not null,
  c5 bigint not null,
  PRIMARY KEY (organisation_id, question, month)
);
CREATE INDEX lot_by_month ON lot USING btree (question, month);
CREATE INDEX lot_shown_as ON lot USING btree (shown_as, month);

create table lot_region (
  region_code text not null,
  sphere text not null,
  month date not null,
  question text not null,
  c1 bigint not null,
  c2 bigint not null,
  c3 bigint not null,
  c4 bigint not null,
  c5 bigint not null,
  PRIMARY KEY (question, month, region_code, sphere)
);

create table lot_service (
  service_code text not null,
  month date not null,
  organisations integer not null,
  c1 bigint not null,
  c2 bigint not null,
  c3 bigint not null,
  c4 bigint not null,
  c5 bigint not null,
  PRIMARY KEY (service_code, month),
  CHECK ((organisations >= 3))
);

create table pending_fold (
  response_id uuid not null,
  sign smallint not null,
  organisation_id text not null,
  region_code text not null,
  sector text not null,
  day date not null,
  answers jsonb not null,
  service_code text,
  PRIMARY KEY (response_id, sign),
  CHECK ((sign = ANY (ARRAY['-1'::integer, 1])))
);

create table place (
  organisation_id text not null,
  name jsonb not null,
  region_code text,
  sphere text,
  until_on date,
  successor_id text,
  PRIMARY KEY (organisation_id)
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

create table rollup_service (
  service_code text not null,
  organisation_id text not null,
  month date not null,
  c1 bigint not null,
  c2 bigint not null,
  c3 bigint not null,
  c4 bigint not null,
  c5 bigint not null,
  PRIMARY KEY (service_code, month, organisation_id)
);

create table seen_day (
  sender_id text not null,
  day date not null,
  messages bigint not null,
  PRIMARY KEY (sender_id, day),
  CHECK ((messages >= 0))
);

create table sent_month (
  sender_id text not null,
  organisation_id text not null,
  region_code text not null,
  month date not null,
  cards bigint not null,
  repeated bigint not null,
  reported bigint,
  PRIMARY KEY (sender_id, month, organisation_id)
);

create table snapshot (
  month date not null,
  hash text not null,
  methodology text not null,
  minimum_answers integer not null,
  published_at timestamp with time zone not null,
  PRIMARY KEY (month),
  UNIQUE (hash)
);

create table subscription (
  id uuid not null,
  person_id uuid not null,
  person_key text not null,
  code text not null,
  sphere text,
  sent_month date,
  made_at timestamp with time zone not null,
  PRIMARY KEY (id),
  UNIQUE NULLS NOT DISTINCT (person_id, code, sphere)
);
