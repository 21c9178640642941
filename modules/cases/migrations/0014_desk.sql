-- Who may not work on a case, because they said so or it was found.
create table barred (
  case_id uuid not null references case_file on delete cascade,
  officer_id text not null,
  at timestamptz not null,
  primary key (case_id, officer_id)
);
-- Which decisions of an office one officer alone may not take; `*` stands for every service, or every outcome.
create table second_eyes (
  office_id text not null,
  service_id text not null,
  outcome text not null,
  -- Only where the fee of the case is above it.
  fee_over_minor bigint,
  set_by text not null,
  set_at timestamptz not null,
  primary key (office_id, service_id, outcome)
);
-- What another officer agreed to, of the case as it stood then.
create table agreement (
  task_id uuid primary key references task on delete cascade,
  outcome text not null,
  revision integer not null,
  officer_id text not null,
  at timestamptz not null
);
create index case_file_sent on case_file (service_id, submitted_at) where submitted_at is not null;
