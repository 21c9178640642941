-- ICT services: from requirements to commercial operation. The id is that of the register's element.
create table service (
  id uuid primary key,
  organisation_id text not null,
  code text not null,
  name jsonb not null,
  stage text not null
    check (stage in ('requirements', 'submitted', 'approved', 'tender', 'development', 'acceptance', 'operation')),
  version integer not null default 1,
  submitted_by uuid,
  handed_over_by uuid,
  contract jsonb,
  operation jsonb,
  since timestamptz not null
);
create index service_stage on service (stage, code);
create table requirement (
  id uuid primary key,
  service_id uuid not null references service,
  number integer not null,
  text text not null,
  since_version integer not null,
  until_version integer
);
create unique index requirement_now on requirement (service_id, number) where until_version is null;
create table requirement_test (
  id uuid primary key,
  requirement_id uuid not null references requirement,
  passed boolean not null,
  finding text,
  by_id uuid not null,
  by_name text not null,
  at timestamptz not null
);
create index requirement_test_of on requirement_test (requirement_id, id desc);
create table service_move (
  id uuid primary key,
  service_id uuid not null references service,
  act text not null,
  from_stage text not null,
  to_stage text not null,
  note text,
  by_name text not null,
  at timestamptz not null
);
create index service_move_of on service_move (service_id, id);
