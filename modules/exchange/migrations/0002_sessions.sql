-- Hubs of this circuit that run or ran, each with its own address.
create table hub (
  id uuid primary key,
  url text not null,
  seen_at timestamptz not null
);
-- Certificates of the hubs' own signing key.
create table hub_certificate (
  key_id text primary key,             -- SHA-256 of the certificate, hex
  pem text not null,
  valid_until timestamptz not null
);
create table session (
  id uuid primary key,
  hub_id uuid not null references hub,
  subsystem_id text not null references subsystem,
  key_id text not null,                -- certificate that signed the handshake
  opened_at timestamptz not null,
  closed_at timestamptz,
  close_reason text
);
-- What a side of a session signed: the Merkle root over consecutive messages it sent.
create table session_root (
  session_id uuid not null references session,
  side text not null check (side in ('connector', 'hub')),
  first_seq bigint not null,
  last_seq bigint not null,
  leaves bytea not null,               -- 32 bytes a message
  key_id text not null,
  signature bytea not null,
  at timestamptz not null,
  primary key (session_id, side, first_seq)
);
alter table message add column session_id uuid, add column seq bigint;
alter table service add column immediate boolean not null default false;
