-- How far the mailbox of an institution was read.
create table mailbox (
  institution_id text primary key,
  uid_validity text,
  last_uid bigint not null default 0,
  read_at timestamptz,
  failed_at timestamptz,
  failure text
);

-- Every letter that came by e-mail, once: by its place in the mailbox and by what names it in the world.
create table mail (
  id uuid primary key,
  institution_id text not null,
  uid_validity text not null,
  uid bigint not null,
  -- digest of its Message-ID, or of all of it where it has none
  digest text not null,
  state text not null check (state in ('taken', 'refused', 'taken-by-hand', 'answered')),
  document_id uuid,
  why text,
  -- a robot or a list wrote it: nothing is sent back
  automatic boolean not null,
  sender text,
  subject text,
  reply_to text,
  message_id text,
  sealed text,
  -- sealed bytes of what was refused, so that it can be taken in by hand
  content bytea,
  came_at timestamptz not null,
  decided_by text,
  decided_at timestamptz,
  unique (institution_id, digest),
  unique (institution_id, uid_validity, uid)
);
create index mail_latest on mail (institution_id, state, id desc);
