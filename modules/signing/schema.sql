-- Made from 2 migrations (b5c54d3079865333) by npm run generate; for reading only.

create table certificate (
  id uuid not null,
  kind text not null,
  person_id uuid,
  organisation_id text not null,
  custody text not null,
  serial text not null,
  public_key_hash bytea not null,
  credential_id text,
  holder_name text,
  post jsonb,
  pem text,
  sealed text,
  valid_from timestamp with time zone not null,
  valid_until timestamp with time zone not null,
  revoked_at timestamp with time zone,
  revocation_reason text,
  revoked_by text,
  post_seen_at timestamp with time zone,
  PRIMARY KEY (id),
  CHECK (((kind = 'person'::text) = (person_id IS NOT NULL))),
  CHECK (((revoked_at IS NULL) = (revocation_reason IS NULL))),
  CHECK ((custody = ANY (ARRAY['browser'::text, 'file'::text, 'remote'::text, 'platform'::text]))),
  CHECK ((kind = ANY (ARRAY['person'::text, 'institution'::text]))),
  UNIQUE (serial)
);
CREATE INDEX certificate_key ON certificate USING btree (public_key_hash);
CREATE INDEX certificate_organisation ON certificate USING btree (organisation_id, id);
CREATE INDEX certificate_person ON certificate USING btree (person_id, id) WHERE (person_id IS NOT NULL);
CREATE INDEX certificate_post_seen ON certificate USING btree (post_seen_at NULLS FIRST) WHERE ((revoked_at IS NULL) AND (kind = 'person'::text));
CREATE INDEX certificate_revoked ON certificate USING btree (revoked_at) WHERE (revoked_at IS NOT NULL);

create table crl (
  one boolean not null default true,
  number integer not null,
  this_update timestamp with time zone not null,
  der bytea not null,
  PRIMARY KEY (one),
  CHECK (one)
);

create table signature (
  id uuid not null,
  reference text not null,
  organisation_id text not null,
  certificate_id uuid not null,
  role text not null,
  files_digest bytea not null,
  files jsonb not null,
  properties jsonb,
  signer jsonb,
  xml text,
  sealed text,
  prepared_at timestamp with time zone not null,
  signed_at timestamp with time zone,
  level text,
  value_digest bytea,
  PRIMARY KEY (id),
  FOREIGN KEY (certificate_id) REFERENCES certificate(id),
  CHECK (((signed_at IS NULL) = (level IS NULL))),
  CHECK ((level = ANY (ARRAY['B-B'::text, 'B-T'::text, 'B-LT'::text]))),
  CHECK ((role = ANY (ARRAY['sign'::text, 'approve'::text, 'seal'::text])))
);
CREATE INDEX signature_certificate ON signature USING btree (certificate_id);
CREATE INDEX signature_incomplete ON signature USING btree (id) WHERE (level = 'B-T'::text);
CREATE INDEX signature_prepared ON signature USING btree (prepared_at) WHERE (signed_at IS NULL);
CREATE INDEX signature_reference ON signature USING btree (reference, id) WHERE (signed_at IS NOT NULL);
CREATE UNIQUE INDEX signature_once ON signature USING btree (reference, certificate_id, role, files_digest);
CREATE UNIQUE INDEX signature_value ON signature USING btree (value_digest) WHERE (value_digest IS NOT NULL);

create table stamp_root (
  fingerprint text not null,
  authority text not null,
  first_at timestamp with time zone not null,
  PRIMARY KEY (fingerprint)
);
