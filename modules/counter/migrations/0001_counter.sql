-- Somebody at a counter, and what they let a clerk do. The code is kept nowhere: it is derived, and compared.
create table visit (
  id uuid primary key,
  office_id text not null,
  office_name jsonb not null,
  clerk_id uuid not null,
  clerk_name text not null,
  person_key text not null,
  -- Sealed: name and papers of the visitor, why no code was sent, and the scan of what they signed.
  person_name text,
  document text,
  reason text,
  scan text,
  scan_type text,
  sealed text,
  service_id text not null,
  service_title jsonb not null,
  language text not null,
  way text not null check (way in ('code', 'paper')),
  state text not null check (state in ('asked', 'open', 'ended', 'refused', 'failed', 'lapsed')),
  tries integer not null default 0 check (tries between 0 and 5),
  asked_at timestamptz not null,
  opened_at timestamptz,
  until_at timestamptz,
  ended_at timestamptz,
  check ((state in ('open', 'ended')) = (opened_at is not null)),
  check (until_at is null or until_at <= opened_at + interval '60 minutes'),
  check ((state in ('asked', 'open')) = (ended_at is null))
);
-- A clerk helps one person at a time.
create unique index visit_open on visit (clerk_id) where state = 'open';
create index visit_of_office on visit (office_id, id desc);
create index visit_of_clerk on visit (clerk_id, id desc);
create index visit_of_person on visit (person_key, asked_at);
create index visit_running on visit (asked_at) where state in ('asked', 'open');
create index visit_clear on visit (id) where person_name is not null or document is not null or reason is not null or scan is not null;
