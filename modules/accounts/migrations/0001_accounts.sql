-- What somebody said to get an account, until the link sent to their address is used or a day has passed.
create table registration (
  id uuid primary key,
  way text not null check (way in ('number', 'passport')),
  -- pseudonym, name, address, lines of the passport; whether the register agrees
  facts jsonb,
  sealed text,
  invitation_id uuid,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  -- the message was chosen and sent on its way
  settled_at timestamptz,
  used_at timestamptz
);
create index registration_expiry on registration (expires_at);

-- How often facts of one person were tried, whoever they are.
create table attempt (
  key text primary key,
  count integer not null,
  since timestamptz not null
);

create table invitation (
  id uuid primary key,
  facts jsonb,
  sealed text,
  invited_by uuid not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);

-- Passports by which people registered.
create table passport (
  person_key text primary key,
  facts jsonb,
  sealed text,
  -- of number, birth and end of validity together: what comes again is compared with it
  facts_mark text not null
);

create table recovery (
  id uuid primary key,
  person_id uuid not null,
  kind text not null check (kind in ('password', 'everything', 'office')),
  created_at timestamptz not null,
  -- the link is worth something from then on
  ready_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index recovery_person on recovery (person_id);

create table closing (
  person_id uuid primary key,
  person_key text not null,
  asked_at timestamptz not null,
  closes_at timestamptz not null
);
create index closing_due on closing (closes_at);

-- Asked by one official, decided by another.
create table request (
  id uuid primary key,
  kind text not null check (kind in ('join', 'merge', 'recover')),
  person_id uuid not null,
  other_id uuid,
  facts jsonb,
  sealed text,
  asked_by uuid not null,
  asked_by_name text not null,
  asked_at timestamptz not null,
  decided_by uuid,
  decided_at timestamptz,
  approved boolean
);
create index request_open on request (id) where decided_at is null;

create table sponsorship (
  id uuid primary key,
  person_id uuid not null,
  name text not null,
  organisation_id text not null,
  asked_at timestamptz not null,
  answered_by uuid,
  answered_at timestamptz,
  vouched boolean
);
create unique index sponsorship_open on sponsorship (person_id, organisation_id) where answered_at is null;
create index sponsorship_organisation on sponsorship (organisation_id, id) where answered_at is null;

create table barrier (
  id uuid primary key,
  number text not null unique,
  facts jsonb,
  sealed text,
  reported_at timestamptz not null
);
create sequence barrier_number;
