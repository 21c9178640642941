-- What the kernel keeps in the schema of every module.

-- Events written in a business transaction, until a relay has passed them on.
create table outbox (
  seq bigint generated always as identity primary key,
  id uuid not null,
  type text not null,
  subject text,
  data jsonb not null,
  at timestamptz not null,
  trace_id text
);

-- Events received and jobs to do: one durable queue.
create table work (
  id uuid primary key,
  handler text not null,
  -- id of the event, or key of the job: the same one is accepted once
  source_id text not null,
  is_event boolean not null,
  data jsonb not null,
  meta jsonb not null,
  state text not null default 'waiting' check (state in ('waiting', 'done', 'dead')),
  attempts integer not null default 0,
  run_at timestamptz not null,
  last_error text,
  created_at timestamptz not null,
  finished_at timestamptz,
  unique (handler, source_id)
);
create index work_due on work (run_at) where state = 'waiting';
create index work_dead on work (created_at) where state = 'dead';
create index work_done on work (finished_at) where state = 'done';

-- Answers to requests that carried an Idempotency-Key.
create table idempotency (
  principal text not null,
  operation text not null,
  key text not null,
  input_digest text not null,
  output jsonb,
  created_at timestamptz not null,
  primary key (principal, operation, key)
);
create index idempotency_age on idempotency (created_at);

-- The evidence ledger: append only; the module's role may set leaf_index once and nothing else.
create table ledger_entry (
  id uuid primary key,
  kind text not null,
  at timestamptz not null,
  -- canonical JSON (RFC 8785); its hash is the leaf
  record text not null,
  leaf_hash bytea not null,
  -- HMAC with a key that is not in the database: a row written past the kernel has none
  seal bytea not null,
  leaf_index bigint unique
);
create index ledger_entry_unsequenced on ledger_entry (id) where leaf_index is null;
create table ledger_personal (
  entry_id uuid not null references ledger_entry,
  field text not null,
  salt bytea not null,
  value jsonb not null,
  primary key (entry_id, field)
);
create table ledger_blob (
  entry_id uuid not null references ledger_entry,
  name text not null,
  content bytea not null,
  primary key (entry_id, name)
);
-- Hashes of full subtrees of height 8, 16, 24…: proofs read these instead of every leaf.
create table ledger_subtree (
  height smallint not null,
  position bigint not null,
  hash bytea not null,
  primary key (height, position)
);
create table ledger_checkpoint (
  size bigint primary key,
  root bytea not null,
  at timestamptz not null,
  -- C2SP signed note
  note text not null,
  -- RFC 3161 token over the SHA-256 of the note; null while the authority was away
  timestamp_token bytea
);

-- Index of the audit entries in the ledger.
create table audit (
  entry_id uuid primary key,
  at timestamptz not null,
  action text not null,
  actor_kind text not null,
  actor_id text,
  actor_name text not null,
  organisation_id text,
  subject text,
  object_type text not null,
  object_id text not null,
  purpose text
);
create index audit_object on audit (object_type, object_id, at);
create index audit_subject on audit (subject, at) where subject is not null;
