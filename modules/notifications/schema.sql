-- Made from 3 migrations (b3ca0d0f41f13a83) by npm run generate; for reading only.

create table message (
  id uuid not null,
  key text not null,
  person_key text not null,
  subject jsonb,
  body jsonb,
  link text,
  sent_at timestamp with time zone not null,
  read_at timestamp with time zone,
  email_state text,
  email_error text,
  sealed text,
  notice_id uuid,
  read_type text,
  PRIMARY KEY (id),
  CHECK ((email_state = ANY (ARRAY['queued'::text, 'sent'::text, 'failed'::text]))),
  UNIQUE (key)
);
CREATE INDEX message_clear ON message USING btree (id) WHERE (subject IS NOT NULL);
CREATE INDEX message_inbox ON message USING btree (person_key, sent_at DESC, id DESC);
CREATE INDEX message_unread ON message USING btree (person_key) WHERE (read_at IS NULL);
