-- What the one who certifies says of a version; the last word counts.
create table certified (
  service_id text not null,
  version text not null,
  certificate text not null,
  valid boolean not null,
  noted_at timestamptz not null,
  primary key (service_id, version)
);

-- A version that is open to some only: people by pseudonym, organisations, a share of a thousand of the rest.
create table trial (
  service_id text not null,
  version text not null,
  people text[] not null,
  organisations text[] not null,
  per_mille integer not null check (per_mille between 0 and 1000),
  until timestamptz,
  opened_at timestamptz not null,
  primary key (service_id, version)
);

-- Which version was current before, to go back to.
alter table service add column version_before text;
-- Opened by who certifies: what lies in the folder of packages, and was published before, does not take its place at a start.
alter table service add column opened boolean not null default false;
-- Versions that everybody had, in that order: what is taken back gives way to the last that is left.
create table was_current (
  service_id text not null,
  version text not null,
  place bigint generated always as identity,
  primary key (service_id, version)
);
insert into was_current (service_id, version) select id, current_version from service;
