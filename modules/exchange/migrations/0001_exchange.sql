create table member (
  id text primary key,                 -- XM/GOV/1001
  name jsonb not null,
  created_at timestamptz not null
);
create table subsystem (
  id text primary key,                 -- XM/GOV/1001/LABOUR
  member_id text not null references member,
  name jsonb not null,
  created_at timestamptz not null
);
-- Single-use permission for a connector to enrol as a subsystem.
create table enrolment (
  token_hash bytea primary key,
  subsystem_id text not null references subsystem,
  expires_at timestamptz not null,
  used_at timestamptz
);
-- Certificates of connectors: one for the TLS channel, one whose key signs messages.
create table certificate (
  key_id text primary key,             -- SHA-256 of the certificate, hex
  subsystem_id text not null references subsystem,
  profile text not null check (profile in ('tls-client', 'message-signing')),
  pem text not null,
  valid_until timestamptz not null,
  revoked_at timestamptz
);
create index certificate_subsystem on certificate (subsystem_id);
create table service (
  id text primary key,                 -- XM/GOV/1002/COMPANIES/companies
  subsystem_id text not null references subsystem,
  code text not null,
  name jsonb not null,
  timeout_ms integer not null default 30000 check (timeout_ms between 100 and 300000)
);
create table information_type (
  id text primary key,                 -- urn:xm:education:diploma-check:1.0#Request
  provider_id text not null references subsystem,
  name jsonb not null,
  request_schema jsonb not null,
  response_schema jsonb not null
);
create table access_right (
  id uuid primary key,
  consumer_id text not null references subsystem,
  target text not null,                -- service or information type
  method text not null default '*',
  path_pattern text not null default '/**',
  purpose text not null,
  valid_until timestamptz,
  unique (consumer_id, target, method, path_pattern)
);

-- Index of the messages in the ledger.
create table message (
  entry_id uuid primary key,
  message_id text not null,
  direction text not null check (direction in ('request', 'response')),
  kind text not null check (kind in ('sync', 'mailbox')),
  client_id text not null,
  target text not null,
  issue text,
  outcome text not null check (outcome in ('accepted', 'refused', 'failed')),
  code text,
  at timestamptz not null
);
create index message_id on message (message_id, at);
create index message_issue on message (issue, at) where issue is not null;
create index message_at on message (at);

create table mailbox_request (
  message_id uuid primary key,
  type text not null,
  client_id text not null,
  provider_id text not null,
  content jsonb not null,
  content_digest text not null,
  issue text,
  test_message boolean not null default false,
  sent_at timestamptz not null,
  end_of_life timestamptz not null,
  state text not null default 'requestIsQueued',
  leased_until timestamptz,
  acknowledged_at timestamptz
);
create index mailbox_request_waiting on mailbox_request (provider_id, sent_at) where acknowledged_at is null;
create table mailbox_response (
  message_id uuid primary key,
  request_id uuid not null references mailbox_request,
  type text not null,
  from_id text not null,
  to_id text not null,
  answer jsonb not null,
  answer_digest text not null,
  sent_at timestamptz not null,
  leased_until timestamptz,
  acknowledged_at timestamptz
);
create index mailbox_response_waiting on mailbox_response (to_id, sent_at) where acknowledged_at is null;
