-- What an external authority is asked to certify. Where the circuit's own authority issues, nothing waits here.
create table certificate_request (
  id uuid primary key,
  subsystem_id text references subsystem,     -- null: the exchange itself
  profile text not null check (profile in ('tls-client', 'message-signing', 'seal', 'tls-server', 'hub-signing')),
  common_name text not null,
  hosts text not null default '',             -- of a server, separated by commas
  request text not null,                      -- PKCS#10, PEM
  public_key_hash bytea not null,             -- SHA-256 of the SPKI
  renewed_from text references certificate,   -- with whose key it was asked for
  requested_at timestamptz not null,
  state text not null default 'waiting' check (state in ('waiting', 'issued', 'rejected')),
  answered_at timestamptz,
  reason text,                                -- why it was rejected
  chain text,                                 -- PEM, the certificate first, without the anchor
  valid_until timestamptz,
  check ((state = 'waiting') = (answered_at is null) and (state = 'issued') = (chain is not null)
    and (state = 'issued') = (valid_until is not null) and (state = 'rejected') = (reason is not null))
);
create unique index certificate_request_waiting
  on certificate_request (public_key_hash, profile, common_name, hosts) where state = 'waiting';
create index certificate_request_key on certificate_request (public_key_hash);
create index certificate_request_state on certificate_request (state, id);

-- Intermediates of an external authority number their certificates each for itself.
alter table certificate drop constraint certificate_serial_key;
create index certificate_serial on certificate (serial);
