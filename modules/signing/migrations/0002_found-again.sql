-- A signature that somebody shows is found by the digest of its value.
alter table signature add column value_digest bytea;
create unique index signature_value on signature (value_digest) where value_digest is not null;

-- Certificates that chains of the time-stamping authorities end in which this platform itself asked: others are told, not trusted.
create table stamp_root (
  fingerprint text primary key,
  authority text not null,
  first_at timestamptz not null
);
