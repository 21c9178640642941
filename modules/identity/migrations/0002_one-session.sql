-- One record behind the portal's session, the provider's and the tokens made in it. The release before goes on with the
-- columns it knows: what is new may be null or has a default.
alter table session drop constraint session_pkey;
alter table session alter column token_hash drop not null;
alter table session add constraint session_token_hash_key unique (token_hash);
alter table session drop constraint session_id_key;
alter table session add primary key (id);
alter table session add column provider_uid_hash bytea unique;
alter table session add column last_seen_at timestamptz not null default now();
alter table session add column browser text;
create index session_person on session (person_id);

-- What the OpenID provider keeps: ids as hashes, contents sealed, so that who reads this table can use nothing of it. The
-- table before (oidc_payload) empties as its rows expire.
create table oidc_record (
  model text not null,
  id_hash bytea not null,
  uid_hash bytea,
  grant_id text,
  sealed bytea not null,
  expires_at timestamptz,
  consumed_at timestamptz,
  primary key (model, id_hash)
);
create index oidc_record_grant on oidc_record (grant_id) where grant_id is not null;
create index oidc_record_uid on oidc_record (uid_hash) where uid_hash is not null;
create index oidc_record_expiry on oidc_record (expires_at);

-- Attempts to sign in, by hashes of login, network and both together.
create table sign_in_attempt (
  key bytea primary key,
  failures integer not null,
  next_at timestamptz not null,
  changed_at timestamptz not null
);
create index sign_in_attempt_age on sign_in_attempt (changed_at);
-- Networks from which somebody has signed in with this login: others' guesses elsewhere do not delay them.
create table known_network (
  key bytea primary key,
  seen_at timestamptz not null
);
create index known_network_age on known_network (seen_at);

-- A password is chosen by the person; until then there is none.
alter table account alter column password_hash drop not null;
alter table account add column demo boolean not null default false;
-- The release before did not mark its demo's people; they have addresses of their own.
update account set demo = true from person where person.id = account.person_id and person.email like '%@mail.meridia.example';

-- Links by which people prove that a message reached them. The token is made from the id when the message is written.
create table link (
  id uuid primary key,
  person_id uuid not null references person,
  purpose text not null check (purpose in ('activate', 'change-email')),
  -- the new address, where that is what the link confirms
  email text,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index link_person on link (person_id);

-- Duties and mandates asked for by one person and decided by another.
create table grant_request (
  id uuid primary key,
  kind text not null check (kind in ('duty', 'mandate')),
  person_id uuid not null references person,
  organisation_id text not null references organisation,
  code text,
  role jsonb,
  valid_until timestamptz,
  requested_by uuid not null,
  requested_at timestamptz not null,
  decided_by uuid,
  decided_at timestamptz,
  approved boolean,
  check ((kind = 'duty') = (code is not null)),
  check ((kind = 'mandate') = (role is not null))
);
create index grant_request_open on grant_request (requested_at, id) where decided_at is null;
