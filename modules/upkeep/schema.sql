-- Made from 1 migrations (7c1b3cb4fe9db0d7) by npm run generate; for reading only.

create table contact (
  organisation_id text not null,
  name text not null,
  email text not null,
  by_name text not null,
  at timestamp with time zone not null,
  PRIMARY KEY (organisation_id)
);

create table document (
  id uuid not null,
  element_id uuid not null,
  kind text not null,
  version integer not null,
  name text not null,
  mime_type text not null,
  size integer not null,
  sha256 text not null,
  content bytea not null,
  by_name text not null,
  at timestamp with time zone not null,
  PRIMARY KEY (id),
  UNIQUE (element_id, kind, version)
);

create table reminder (
  element_id uuid not null,
  due date not null,
  days smallint not null,
  at timestamp with time zone not null,
  PRIMARY KEY (element_id, due, days),
  CHECK ((days = ANY (ARRAY[30, 7, 0])))
);
