-- The exchange seals what it exports with a certificate of its own, which belongs to no subsystem.
alter table certificate alter column subsystem_id drop not null;
alter table certificate drop constraint certificate_profile_check;
alter table certificate add constraint certificate_profile_check
  check (profile in ('tls-client', 'message-signing', 'seal') and (profile = 'seal') = (subsystem_id is null));
alter table certificate
  add column serial text unique,              -- hex, without leading zeros; filled at start for older rows
  add column public_key_hash bytea,           -- SHA-256 of the SPKI; filled at start for older rows
  add column revocation_reason text,          -- RFC 5280 section 5.3.1
  add column renewed_from text references certificate;  -- with whose key it was asked for
create index certificate_public_key on certificate (public_key_hash);
create index certificate_renewed_from on certificate (renewed_from);

-- The newest revocation list.
create table crl (
  id smallint primary key default 1 check (id = 1),
  number bigint not null,
  this_update timestamptz not null,
  der bytea not null
);

-- Which keys a token enrolled: the same keys may ask again, other keys may not.
alter table enrolment add column key_digest bytea;
