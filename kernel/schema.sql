-- Made from 9 migrations (bdb8257c6e6030b3) by npm run generate; for reading only.

create table audit (
  entry_id uuid not null,
  at timestamp with time zone not null,
  action text not null,
  actor_kind text not null,
  actor_id text,
  actor_name text not null,
  organisation_id text,
  subject text,
  object_type text not null,
  object_id text not null,
  purpose text,
  capacity jsonb,
  PRIMARY KEY (entry_id)
);
CREATE INDEX audit_at ON audit USING brin (at) WITH (pages_per_range='32', autosummarize='on');
CREATE INDEX audit_object ON audit USING btree (object_type, object_id, at);
CREATE INDEX audit_subject ON audit USING btree (subject, at) WHERE (subject IS NOT NULL);

create table idempotency (
  principal text not null,
  operation text not null,
  key text not null,
  input_digest text not null,
  output jsonb,
  created_at timestamp with time zone not null,
  sealed text,
  PRIMARY KEY (principal, operation, key)
);
CREATE INDEX idempotency_age ON idempotency USING btree (created_at);
CREATE INDEX idempotency_clear ON idempotency USING btree (created_at) WHERE (output IS NOT NULL);

create table ledger_blob (
  entry_id uuid not null,
  name text not null,
  content bytea not null,
  PRIMARY KEY (entry_id, name)
);

create table ledger_checkpoint (
  size bigint not null,
  root bytea not null,
  at timestamp with time zone not null,
  note text not null,
  timestamp_token bytea,
  PRIMARY KEY (size)
);

create table ledger_entry (
  id uuid not null,
  kind text not null,
  at timestamp with time zone not null,
  record text not null,
  leaf_hash bytea not null,
  seal bytea not null,
  leaf_index bigint,
  PRIMARY KEY (id),
  UNIQUE (leaf_index)
);
CREATE INDEX ledger_entry_unsequenced ON ledger_entry USING btree (id) WHERE (leaf_index IS NULL);

create table ledger_personal (
  entry_id uuid not null,
  field text not null,
  salt bytea not null,
  value jsonb not null,
  PRIMARY KEY (entry_id, field)
);

create table ledger_subtree (
  height smallint not null,
  "position" bigint not null,
  hash bytea not null,
  PRIMARY KEY (height, "position")
);

create table ledger_tree (
  id boolean not null default true,
  settled bigint not null,
  PRIMARY KEY (id),
  CHECK (id)
);

create table outbox (
  seq bigint not null,
  id uuid not null,
  type text not null,
  subject text,
  data jsonb,
  at timestamp with time zone not null,
  trace_id text,
  sealed text,
  PRIMARY KEY (seq)
);

create table process_run (
  holder_id uuid not null,
  taken text[] not null default '{}'::text[],
  changes jsonb not null default '[]'::jsonb,
  PRIMARY KEY (holder_id)
);

create table process_step (
  id uuid not null,
  holder_id uuid not null,
  token_id uuid not null,
  node text not null,
  items integer[] not null default '{}'::integer[],
  since_at timestamp with time zone not null,
  at timestamp with time zone not null,
  taken text[] not null default '{}'::text[],
  result jsonb,
  sealed text,
  PRIMARY KEY (holder_id, id)
);
CREATE INDEX process_step_clear ON process_step USING btree (id) WHERE (result IS NOT NULL);

create table process_timer (
  id uuid not null,
  holder_id uuid not null,
  token_id uuid,
  node text not null,
  due_at timestamp with time zone not null,
  every text,
  remaining integer,
  PRIMARY KEY (id)
);
CREATE INDEX process_timer_due ON process_timer USING btree (due_at);
CREATE INDEX process_timer_holder ON process_timer USING btree (holder_id);

create table process_token (
  id uuid not null,
  holder_id uuid not null,
  node text not null,
  arrived_by text,
  within uuid,
  item integer,
  items integer,
  done integer,
  done_in text,
  state text not null default 'waiting'::text,
  error text,
  since_at timestamp with time zone not null,
  PRIMARY KEY (holder_id, id),
  CHECK ((state = ANY (ARRAY['waiting'::text, 'failed'::text])))
);

create table work (
  id uuid not null,
  handler text not null,
  source_id text not null,
  is_event boolean not null,
  data jsonb,
  meta jsonb not null,
  state text not null default 'waiting'::text,
  attempts integer not null default 0,
  run_at timestamp with time zone not null,
  last_error text,
  created_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  failing_since timestamp with time zone,
  sealed text,
  about text,
  PRIMARY KEY (id),
  UNIQUE (handler, source_id),
  CHECK ((state = ANY (ARRAY['waiting'::text, 'done'::text, 'dead'::text])))
);
CREATE INDEX work_clear ON work USING btree (id) WHERE (data IS NOT NULL);
CREATE INDEX work_dead ON work USING btree (created_at) WHERE (state = 'dead'::text);
CREATE INDEX work_done ON work USING btree (finished_at) WHERE (state = 'done'::text);
CREATE INDEX work_due ON work USING btree (run_at) WHERE (state = 'waiting'::text);
CREATE INDEX work_failing ON work USING btree (failing_since) WHERE ((failing_since IS NOT NULL) AND (state <> 'done'::text));
