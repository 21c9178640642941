-- A copy of a document for one addressee; its id is that of the envelope.
create table copy (
  id uuid primary key,
  document_id uuid not null,
  institution_id text not null,
  way text not null check (way in ('exchange', 'cabinet', 'print')),
  addressee_id text,
  -- tells addressees of one document apart
  addressee_mark text not null,
  state text not null check (state in ('queued', 'sent', 'delivered', 'registered', 'in-execution', 'executed', 'refused', 'recalled',
    'handed', 'printed')),
  number text not null,
  numbered_on date not null,
  their_number text,
  their_date date,
  addressee jsonb,
  subject text,
  reason jsonb,
  sealed text,
  recall_asked_at timestamptz,
  created_at timestamptz not null,
  changed_at timestamptz not null
);
create unique index copy_once on copy (document_id, addressee_mark) where state not in ('refused', 'recalled');
create index copy_document on copy (document_id);
create index copy_latest on copy (institution_id, changed_at desc, id desc);

create table copy_step (
  copy_id uuid not null references copy,
  state text not null,
  at timestamptz not null,
  primary key (copy_id, state)
);

-- What came to an institution, by the envelope's id.
create table arrival (
  id uuid primary key,
  institution_id text not null,
  sender_id text not null,
  document_id uuid,
  state text not null check (state in ('arriving', 'delivered', 'registered', 'in-execution', 'executed', 'refused', 'recalled')),
  number text,
  numbered_on date,
  their_number text,
  their_date date,
  sender text,
  subject text,
  reason jsonb,
  sealed text,
  recall_asked_at timestamptz,
  created_at timestamptz not null,
  changed_at timestamptz not null
);
create index arrival_latest on arrival (institution_id, changed_at desc, id desc);
create unique index arrival_document on arrival (document_id);

-- What waits to be sent over the exchange, in its order for each copy.
create table message (
  id uuid primary key,
  from_id text not null,
  to_id text not null,
  about uuid not null,
  what text not null check (what in ('envelope', 'receipt', 'recall')),
  content jsonb,
  sealed text,
  tries integer not null default 0,
  hindrance text,
  due_at timestamptz not null,
  created_at timestamptz not null,
  sent_at timestamptz,
  answered_at timestamptz
);
create index message_due on message (from_id, due_at) where sent_at is null;
create index message_about on message (about);
