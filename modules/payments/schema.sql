-- Made from 3 migrations (be90bc8fee3f9bd1) by npm run generate; for reading only.

create table checkout (
  invoice_id uuid not null,
  attempt integer not null,
  provider_id text,
  page_url text,
  state text not null,
  created_at timestamp with time zone not null,
  sealed text,
  provider_mark text,
  PRIMARY KEY (invoice_id, attempt),
  FOREIGN KEY (invoice_id) REFERENCES invoice(id),
  UNIQUE (provider_id),
  UNIQUE (provider_mark),
  CHECK ((state = ANY (ARRAY['open'::text, 'paid'::text, 'abandoned'::text, 'refunded'::text])))
);
CREATE INDEX checkout_clear ON checkout USING btree (invoice_id) WHERE ((provider_id IS NOT NULL) OR (page_url IS NOT NULL));
CREATE INDEX checkout_open ON checkout USING btree (created_at) WHERE (state = 'open'::text);

create table invoice (
  id uuid not null,
  reference text not null,
  number text not null,
  payer_id text not null,
  lines jsonb not null,
  amount_minor bigint not null,
  currency text not null,
  state text not null,
  return_path text not null,
  created_at timestamp with time zone not null,
  paid_at timestamp with time zone,
  receipt_no text,
  refunded_at timestamp with time zone,
  sealed text,
  PRIMARY KEY (id),
  CHECK ((amount_minor >= 0)),
  CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  UNIQUE (number),
  UNIQUE (reference),
  CHECK ((state = ANY (ARRAY['open'::text, 'paid'::text, 'void'::text, 'refunded'::text])))
);
CREATE INDEX invoice_clear ON invoice USING btree (id) WHERE (receipt_no IS NOT NULL);

create table journal_entry (
  id uuid not null,
  invoice_id uuid not null,
  kind text not null,
  at timestamp with time zone not null,
  PRIMARY KEY (id),
  FOREIGN KEY (invoice_id) REFERENCES invoice(id),
  UNIQUE (invoice_id, kind),
  CHECK ((kind = ANY (ARRAY['payment'::text, 'refund'::text])))
);

create table posting (
  entry_id uuid not null,
  account text not null,
  currency text not null,
  amount_minor bigint not null,
  CHECK ((amount_minor <> 0)),
  FOREIGN KEY (entry_id) REFERENCES journal_entry(id)
);
CREATE INDEX posting_account ON posting USING btree (account);
CREATE INDEX posting_entry ON posting USING btree (entry_id);
CREATE CONSTRAINT TRIGGER posting_balanced AFTER INSERT ON posting DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_balanced();
