create table message (
  id uuid primary key,
  key text not null unique,
  person_key text not null,
  subject jsonb not null,
  body jsonb not null,
  link text,
  sent_at timestamptz not null,
  read_at timestamptz,
  -- state of the e-mail copy; null when no address is known
  email_state text check (email_state in ('queued', 'sent', 'failed')),
  email_error text
);
create index message_inbox on message (person_key, sent_at desc, id desc);
create index message_unread on message (person_key) where read_at is null;
