-- Organisations as the directory has them now: what figures are called by, and whose they are.
create table place (
  organisation_id text primary key,
  name jsonb not null,
  region_code text,
  sphere text,
  until_on date,
  successor_id text
);

-- What is published, in lots of at least the minimum of answers: closed with a month, never changed after. Whatever is
-- published is a sum of whole lots, so no comparison of two figures leads to fewer people than one lot has.
create table lot (
  organisation_id text not null,
  month date not null,
  question text not null,
  -- The organisation itself, or its successor where it was merged before this month.
  shown_as text not null,
  region_code text not null,
  sphere text not null,
  c1 bigint not null, c2 bigint not null, c3 bigint not null, c4 bigint not null, c5 bigint not null,
  primary key (organisation_id, question, month)
);
create index lot_by_month on lot (question, month);
create index lot_shown_as on lot (shown_as, month);

-- The same lots by region and sphere.
create table lot_region (
  region_code text not null,
  sphere text not null,
  month date not null,
  question text not null,
  c1 bigint not null, c2 bigint not null, c3 bigint not null, c4 bigint not null, c5 bigint not null,
  primary key (question, month, region_code, sphere)
);

-- Cards, links delivered and opened that were not in the months before.
create table frame (
  organisation_id text not null,
  month date not null,
  shown_as text not null,
  region_code text not null,
  sphere text not null,
  card bigint not null, delivered bigint not null, opened bigint not null,
  primary key (organisation_id, month)
);
create index frame_by_month on frame (month);

create table snapshot (
  month date primary key,
  hash text not null unique,
  methodology text not null,
  minimum_answers integer not null,
  published_at timestamptz not null
);

-- Months whose answers came as counts from a system before, without the answers themselves: nothing to recount them by.
create table history (
  source text primary key,
  until_on date not null,
  complete boolean not null
);
create table history_part (
  source text not null,
  part text not null,
  primary key (source, part)
);

-- Who wants which report by mail.
create table subscription (
  id uuid primary key,
  person_id uuid not null,
  person_key text not null,
  code text not null,
  sphere text,
  sent_month date,
  made_at timestamptz not null,
  unique nulls not distinct (person_id, code, sphere)
);
