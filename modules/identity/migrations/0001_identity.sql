create table organisation (
  id text primary key,
  kind text not null check (kind in ('government', 'company')),
  name jsonb not null,
  region_code text
);
create table person (
  id uuid primary key,
  -- pseudonym under which other modules know the person; the number itself is not kept here
  person_key text not null unique,
  name text not null,
  email text,
  assurance integer not null check (assurance between 1 and 3)
);
create table account (
  login text primary key,
  person_id uuid not null references person,
  password_hash text not null,
  failed_attempts integer not null default 0,
  locked_until timestamptz
);
create table duty (
  person_id uuid not null references person,
  code text not null,
  organisation_id text not null references organisation,
  valid_until timestamptz,
  primary key (person_id, code, organisation_id)
);
create table mandate (
  person_id uuid not null references person,
  organisation_id text not null references organisation,
  role jsonb not null,
  valid_until timestamptz,
  revoked_at timestamptz,
  primary key (person_id, organisation_id)
);
create table session (
  token_hash bytea primary key,
  id uuid not null unique,
  person_id uuid not null references person,
  acting_for text references organisation,
  assurance integer not null,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index session_expiry on session (expires_at);
-- What the OpenID provider keeps: grants, codes, tokens, sign-ins under way.
create table oidc_payload (
  model text not null,
  id text not null,
  payload jsonb not null,
  grant_id text,
  uid text,
  expires_at timestamptz,
  consumed_at timestamptz,
  primary key (model, id)
);
create index oidc_grant on oidc_payload (grant_id) where grant_id is not null;
create index oidc_uid on oidc_payload (uid) where uid is not null;
create index oidc_expiry on oidc_payload (expires_at);
-- Who read or changed whose data, from the audit of all modules.
create table data_access (
  entry_id uuid primary key,
  at timestamptz not null,
  subject text not null,
  module text not null,
  action text not null,
  actor_kind text not null,
  actor_name text not null,
  organisation_id text,
  purpose text,
  object_type text not null,
  object_id text not null
);
create index data_access_subject on data_access (subject, at desc, entry_id desc);
