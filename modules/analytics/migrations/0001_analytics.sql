-- Responses that are in no figure yet; sign -1 takes a withdrawn one out again.
create table pending_fold (
  response_id uuid not null,
  sign smallint not null check (sign in (-1, 1)),
  organisation_id text not null,
  region_code text not null,
  sector text not null,
  day date not null,
  answers jsonb not null,
  primary key (response_id, sign)
);

-- Counters only, never averages: c1 to c5 say how often each point was given.
create table rollup_organisation (
  organisation_id text not null,
  month date not null,
  question text not null,
  c1 bigint not null, c2 bigint not null, c3 bigint not null, c4 bigint not null, c5 bigint not null,
  primary key (organisation_id, month, question)
);
create index rollup_organisation_by_question on rollup_organisation (question, month);

create table rollup_region (
  region_code text not null,
  sector text not null,
  day date not null,
  question text not null,
  c1 bigint not null, c2 bigint not null, c3 bigint not null, c4 bigint not null, c5 bigint not null,
  primary key (region_code, sector, day, question)
);
create index rollup_region_by_question on rollup_region (question, day);

-- How far each card came; makes reporting a step twice harmless.
create table progress (
  card_id uuid primary key,
  steps text[] not null
);

create table funnel (
  organisation_id text not null,
  region_code text not null,
  month date not null,
  card bigint not null default 0,
  delivered bigint not null default 0,
  opened bigint not null default 0,
  answered bigint not null default 0,
  primary key (organisation_id, month)
);
