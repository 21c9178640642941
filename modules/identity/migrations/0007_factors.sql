-- What somebody signs in with beside a password: passkeys, and apps that make codes.
create table factor (
  id uuid primary key,
  person_id uuid not null references person,
  kind text not null check (kind in ('passkey', 'totp')),
  name text not null,
  -- the app's secret, kept in `sealed`
  secret text,
  sealed text,
  credential_id text unique,
  public_key bytea,
  counter bigint not null default 0,
  -- of an app: the last time step whose code was taken
  last_step bigint,
  created_at timestamptz not null,
  -- an app counts once it has shown a code
  confirmed_at timestamptz,
  last_used_at timestamptz,
  suspended_at timestamptz
);
create index factor_person on factor (person_id);

create table recovery_code (
  person_id uuid not null references person,
  code_hash bytea not null,
  used_at timestamptz,
  primary key (person_id, code_hash)
);

-- A sign-in under way: what was proven so far, and how many challenges were answered.
create table sign_in_step (
  uid_hash bytea primary key,
  person_id uuid references person,
  methods text[] not null default '{}',
  challenges integer not null default 0,
  expires_at timestamptz not null
);
create index sign_in_step_expiry on sign_in_step (expires_at);

-- Codes sent by mail, each for one sign-in. The code is made from the id when the message is written.
create table mail_code (
  id uuid primary key,
  uid_hash bytea not null,
  person_id uuid not null references person,
  tries integer not null default 0,
  created_at timestamptz not null,
  used_at timestamptz
);
create index mail_code_person on mail_code (person_id, created_at);

-- What people see of how they signed in, for twelve months.
create table sign_in (
  id uuid primary key,
  person_id uuid not null references person,
  at timestamptz not null,
  succeeded boolean not null,
  methods text[] not null,
  network text,
  browser text
);
create index sign_in_person on sign_in (person_id, id desc);
create index sign_in_age on sign_in (at);

-- The release before signs in with passwords alone, and says nothing of it.
alter table session add column methods text[] not null default '{pwd}';
alter table session add column authenticated_at timestamptz not null default now();
-- proven since the browser got its token: counts once it has a new one
alter table session add column pending text[] not null default '{}';
alter table session add column challenges integer not null default 0;
alter table session add column network text;
