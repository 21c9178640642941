-- Made from 7 migrations (8446623de931a2c7) by npm run generate; for reading only.

create table allotment (
  lead_id uuid not null,
  attempt integer not null,
  invoice_id uuid not null,
  amount_minor bigint not null,
  settled_minor bigint not null default 0,
  refunded_minor bigint not null default 0,
  PRIMARY KEY (lead_id, attempt, invoice_id),
  CHECK ((amount_minor > 0)),
  CHECK (((settled_minor >= 0) AND (settled_minor <= amount_minor))),
  CHECK (((refunded_minor >= 0) AND (refunded_minor <= settled_minor))),
  FOREIGN KEY (invoice_id) REFERENCES invoice(id),
  FOREIGN KEY (lead_id, attempt) REFERENCES checkout(invoice_id, attempt)
);
CREATE INDEX allotment_invoice ON allotment USING btree (invoice_id);

create table checkout (
  invoice_id uuid not null,
  attempt integer not null,
  provider_id text,
  page_url text,
  state text not null,
  created_at timestamp with time zone not null,
  sealed text,
  provider_mark text,
  provider text not null default 'bank'::text,
  amount_minor bigint,
  currency text,
  return_path text,
  paid_at timestamp with time zone,
  refunded_minor bigint not null default 0,
  surplus_minor bigint not null default 0,
  PRIMARY KEY (invoice_id, attempt),
  CHECK ((amount_minor > 0)),
  FOREIGN KEY (invoice_id) REFERENCES invoice(id),
  UNIQUE (provider_id),
  UNIQUE (provider_mark),
  CHECK ((refunded_minor >= 0)),
  CHECK ((state = ANY (ARRAY['open'::text, 'paid'::text, 'abandoned'::text, 'refunded'::text]))),
  CHECK ((surplus_minor >= 0))
);
CREATE INDEX checkout_clear ON checkout USING btree (invoice_id) WHERE ((provider_id IS NOT NULL) OR (page_url IS NOT NULL));
CREATE INDEX checkout_open ON checkout USING btree (created_at) WHERE (state = 'open'::text);

create table dispute (
  id uuid not null,
  lead_id uuid not null,
  attempt integer not null,
  provider_id text not null,
  amount_minor bigint not null,
  reason text not null,
  state text not null,
  evidence text,
  sealed text,
  opened_at timestamp with time zone not null,
  answer_by timestamp with time zone,
  answered_by_name text,
  answered_at timestamp with time zone,
  closed_at timestamp with time zone,
  PRIMARY KEY (id),
  CHECK ((amount_minor > 0)),
  FOREIGN KEY (lead_id, attempt) REFERENCES checkout(invoice_id, attempt),
  UNIQUE (provider_id),
  CHECK ((state = ANY (ARRAY['open'::text, 'answered'::text, 'accepted'::text, 'won'::text, 'lost'::text])))
);
CREATE INDEX dispute_checkout ON dispute USING btree (lead_id, attempt);
CREATE INDEX dispute_state ON dispute USING btree (state, opened_at);

create table dispute_part (
  dispute_id uuid not null,
  invoice_id uuid not null,
  amount_minor bigint not null,
  PRIMARY KEY (dispute_id, invoice_id),
  CHECK ((amount_minor > 0)),
  FOREIGN KEY (dispute_id) REFERENCES dispute(id),
  FOREIGN KEY (invoice_id) REFERENCES invoice(id)
);
CREATE INDEX dispute_part_invoice ON dispute_part USING btree (invoice_id);

create table exemption (
  id uuid not null,
  invoice_id uuid not null,
  amount_minor bigint not null,
  act text not null,
  clause text not null,
  by_id uuid not null,
  by_name text not null,
  at timestamp with time zone not null,
  PRIMARY KEY (id),
  CHECK ((amount_minor > 0)),
  FOREIGN KEY (invoice_id) REFERENCES invoice(id)
);
CREATE INDEX exemption_invoice ON exemption USING btree (invoice_id);

create table fee (
  id uuid not null,
  code text not null,
  territory text not null,
  title jsonb not null,
  amount_minor bigint not null,
  currency text not null,
  from_on date not null,
  act text not null,
  clause text not null,
  state text not null,
  drafted_by uuid not null,
  drafted_by_name text not null,
  drafted_at timestamp with time zone not null,
  published_by uuid,
  published_by_name text,
  published_at timestamp with time zone,
  PRIMARY KEY (id),
  CHECK ((amount_minor >= 0)),
  CHECK (((published_by IS NULL) OR (published_by <> drafted_by))),
  CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  CHECK ((state = ANY (ARRAY['draft'::text, 'published'::text, 'dropped'::text])))
);
CREATE INDEX fee_drafts ON fee USING btree (drafted_at) WHERE (state = 'draft'::text);
CREATE UNIQUE INDEX fee_published ON fee USING btree (code, territory, from_on) WHERE (state = 'published'::text);

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
  due_on date,
  expires_at timestamp with time zone,
  paid_minor bigint not null default 0,
  exempt_minor bigint not null default 0,
  refunded_minor bigint not null default 0,
  charged_back_minor bigint not null default 0,
  PRIMARY KEY (id),
  CHECK ((amount_minor >= 0)),
  CHECK ((((paid_minor + exempt_minor) <= amount_minor) AND ((refunded_minor + charged_back_minor) <= paid_minor))),
  CHECK ((charged_back_minor >= 0)),
  CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  CHECK ((exempt_minor >= 0)),
  UNIQUE (number),
  CHECK ((paid_minor >= 0)),
  UNIQUE (reference),
  CHECK ((refunded_minor >= 0)),
  CHECK ((state = ANY (ARRAY['open'::text, 'paid'::text, 'void'::text, 'refunded'::text, 'expired'::text, 'disputed'::text, 'charged-back'::text])))
);
CREATE INDEX invoice_amount ON invoice USING btree (amount_minor, id);
CREATE INDEX invoice_clear ON invoice USING btree (id) WHERE (receipt_no IS NOT NULL);
CREATE INDEX invoice_created ON invoice USING btree (created_at, id);
CREATE INDEX invoice_due ON invoice USING btree (due_on, id) WHERE (state = 'open'::text);
CREATE INDEX invoice_expiry ON invoice USING btree (expires_at) WHERE ((state = 'open'::text) AND (expires_at IS NOT NULL));
CREATE INDEX invoice_payer ON invoice USING btree (payer_id, created_at DESC);

create table journal_entry (
  id uuid not null,
  invoice_id uuid,
  kind text not null,
  at timestamp with time zone not null,
  key text,
  bank_reference text,
  sealed text,
  handed_at timestamp with time zone,
  refusals integer not null default 0,
  refused text,
  due_at timestamp with time zone,
  PRIMARY KEY (id),
  FOREIGN KEY (invoice_id) REFERENCES invoice(id),
  UNIQUE (key),
  CHECK ((kind = ANY (ARRAY['payment'::text, 'refund'::text, 'surplus'::text, 'surplus-returned'::text, 'charge-back'::text, 'charge-back-won'::text, 'charge-back-lost'::text, 'transfer'::text, 'allotment'::text, 'settlement'::text]))),
  CHECK ((refusals >= 0))
);
CREATE INDEX journal_entry_at ON journal_entry USING btree (at);
CREATE INDEX journal_entry_invoice ON journal_entry USING btree (invoice_id);
CREATE INDEX journal_entry_waiting ON journal_entry USING btree (refusals, at, id) WHERE ((handed_at IS NULL) AND (key IS NOT NULL));

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

create table refund (
  id uuid not null,
  invoice_id uuid not null,
  amount_minor bigint not null,
  reason text,
  sealed text,
  kind text not null,
  state text not null,
  asked_by uuid,
  asked_by_name text not null,
  asked_at timestamp with time zone not null,
  decided_by uuid,
  decided_by_name text,
  decided_at timestamp with time zone,
  done_at timestamp with time zone,
  PRIMARY KEY (id),
  CHECK ((amount_minor > 0)),
  CHECK (((decided_by IS NULL) OR (decided_by IS DISTINCT FROM asked_by))),
  FOREIGN KEY (invoice_id) REFERENCES invoice(id),
  CHECK ((kind = ANY (ARRAY['payer'::text, 'surplus'::text]))),
  CHECK ((state = ANY (ARRAY['asked'::text, 'declined'::text, 'approved'::text, 'done'::text])))
);
CREATE INDEX refund_invoice ON refund USING btree (invoice_id);
CREATE INDEX refund_state ON refund USING btree (state, asked_at);

create table refund_part (
  refund_id uuid not null,
  n integer not null,
  lead_id uuid not null,
  attempt integer not null,
  amount_minor bigint not null,
  done_minor bigint not null default 0,
  state text not null,
  given_up integer not null default 0,
  back_id uuid,
  PRIMARY KEY (refund_id, n),
  CHECK ((amount_minor > 0)),
  CHECK (((done_minor >= 0) AND (done_minor <= amount_minor))),
  CHECK ((given_up >= 0)),
  FOREIGN KEY (lead_id, attempt) REFERENCES checkout(invoice_id, attempt),
  FOREIGN KEY (refund_id) REFERENCES refund(id),
  CHECK ((state = ANY (ARRAY['sent'::text, 'payout'::text, 'returned'::text, 'given-up'::text, 'done'::text])))
);
CREATE INDEX refund_part_checkout ON refund_part USING btree (lead_id, attempt);

create table transfer (
  entry_id text not null,
  account text not null,
  booked_on date not null,
  amount_minor bigint not null,
  currency text not null,
  creditor_reference text,
  text text,
  end_to_end_id text,
  sealed text,
  state text not null,
  fault text,
  lead_id uuid,
  attempt integer,
  at timestamp with time zone not null,
  allotted_by_name text,
  PRIMARY KEY (entry_id),
  CHECK ((amount_minor > 0)),
  CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  CHECK ((fault = ANY (ARRAY['no-reference'::text, 'unknown-reference'::text, 'other-currency'::text, 'closed'::text]))),
  FOREIGN KEY (lead_id, attempt) REFERENCES checkout(invoice_id, attempt),
  CHECK ((state = ANY (ARRAY['matched'::text, 'unmatched'::text])))
);
CREATE INDEX transfer_state ON transfer USING btree (state, at);
