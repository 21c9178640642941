-- Keys of persons and institutions. Names and certificates, which carry them, are sealed.
create table certificate (
  id uuid primary key,
  kind text not null check (kind in ('person', 'institution')),
  -- null for an institution
  person_id uuid,
  organisation_id text not null,
  custody text not null check (custody in ('browser', 'file', 'remote', 'platform')),
  -- hex without leading zeros
  serial text not null unique,
  public_key_hash bytea not null,
  -- of the key at the remote signing service
  credential_id text,
  holder_name text,
  post jsonb,
  pem text,
  sealed text,
  valid_from timestamptz not null,
  valid_until timestamptz not null,
  revoked_at timestamptz,
  revocation_reason text,
  revoked_by text,
  -- when it was last seen that the holder is on a post there
  post_seen_at timestamptz,
  check ((kind = 'person') = (person_id is not null)),
  check ((revoked_at is null) = (revocation_reason is null))
);
create index certificate_person on certificate (person_id, id) where person_id is not null;
create index certificate_organisation on certificate (organisation_id, id);
create index certificate_key on certificate (public_key_hash);
create index certificate_revoked on certificate (revoked_at) where revoked_at is not null;
create index certificate_post_seen on certificate (post_seen_at nulls first) where revoked_at is null and kind = 'person';

-- The list of revoked certificates as it was signed last.
create table crl (
  one boolean primary key default true check (one),
  number integer not null,
  this_update timestamptz not null,
  der bytea not null
);

-- Prepared, then made: signed_at and xml come together, in one statement.
create table signature (
  id uuid primary key,
  reference text not null,
  organisation_id text not null,
  certificate_id uuid not null references certificate,
  role text not null check (role in ('sign', 'approve', 'seal')),
  -- SHA-256 of names, types and digests: the same set is known by it
  files_digest bytea not null,
  files jsonb not null,
  properties jsonb,
  signer jsonb,
  xml text,
  sealed text,
  prepared_at timestamptz not null,
  signed_at timestamptz,
  level text check (level in ('B-B', 'B-T', 'B-LT')),
  check ((signed_at is null) = (level is null))
);
create index signature_reference on signature (reference, id) where signed_at is not null;
create unique index signature_once on signature (reference, certificate_id, role, files_digest);
create index signature_incomplete on signature (id) where level = 'B-T';
create index signature_prepared on signature (prepared_at) where signed_at is null;
create index signature_certificate on signature (certificate_id);
