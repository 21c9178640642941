-- Documents of objects in versions, reminders that were sent, and whom a body without a post names.
create table document (
  id uuid primary key,
  element_id uuid not null,
  kind text not null,
  version integer not null,
  name text not null,
  mime_type text not null,
  size integer not null,
  sha256 text not null,
  content bytea not null,
  by_name text not null,
  at timestamptz not null,
  unique (element_id, kind, version)
);
create table reminder (
  element_id uuid not null,
  -- A year after the attestation it speaks of.
  due date not null,
  -- So many days before.
  days smallint not null check (days in (30, 7, 0)),
  at timestamptz not null,
  primary key (element_id, due, days)
);
create table contact (
  organisation_id text primary key,
  name text not null,
  email text not null,
  by_name text not null,
  at timestamptz not null
);
