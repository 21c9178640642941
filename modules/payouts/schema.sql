-- Made from 2 migrations (69f658e613326d44) by npm run generate; for reading only.

create table batch (
  id uuid not null,
  number bigint not null,
  programme text not null,
  period text not null,
  source text not null,
  state text not null,
  file_name text,
  made_by uuid,
  made_name text not null,
  made_at timestamp with time zone not null,
  submitted_by uuid,
  submitted_name text,
  submitted_at timestamp with time zone,
  digest text,
  decided_by uuid,
  decided_name text,
  decided_at timestamp with time zone,
  note text,
  PRIMARY KEY (id),
  CHECK (((decided_by <> submitted_by) AND (decided_by <> made_by))),
  CHECK ((period ~ '^\d{4}-\d{2}$'::text)),
  FOREIGN KEY (programme) REFERENCES programme(code),
  CHECK ((source = ANY (ARRAY['file'::text, 'services'::text, 'repeat'::text]))),
  CHECK ((state = ANY (ARRAY['draft'::text, 'submitted'::text, 'approved'::text, 'sent'::text, 'done'::text, 'refused'::text])))
);
CREATE INDEX batch_newest ON batch USING btree (id DESC);
CREATE UNIQUE INDEX batch_gathering ON batch USING btree (programme, period, source) WHERE ((state = 'draft'::text) AND (source <> 'file'::text));

create table batch_fault (
  batch_id uuid not null,
  line integer not null,
  code text not null,
  message text not null,
  PRIMARY KEY (batch_id, line),
  FOREIGN KEY (batch_id) REFERENCES batch(id) ON DELETE CASCADE
);

create table beneficiary (
  id uuid not null,
  kind text not null,
  key text not null,
  way text not null,
  iban_mark text,
  iban text,
  name text,
  closed_reason text,
  changed_at timestamp with time zone not null,
  sealed text,
  PRIMARY KEY (id),
  CHECK ((kind = ANY (ARRAY['person'::text, 'organisation'::text]))),
  UNIQUE (kind, key),
  CHECK ((way = ANY (ARRAY['iban'::text, 'voucher'::text])))
);
CREATE INDEX beneficiary_clear ON beneficiary USING btree (id) WHERE ((iban IS NOT NULL) OR (name IS NOT NULL));

create table beneficiary_change (
  id uuid not null,
  beneficiary_id uuid not null,
  what text not null,
  by_name text not null,
  at timestamp with time zone not null,
  PRIMARY KEY (id),
  FOREIGN KEY (beneficiary_id) REFERENCES beneficiary(id) ON DELETE CASCADE
);
CREATE INDEX beneficiary_change_of ON beneficiary_change USING btree (beneficiary_id, id DESC);

create table file (
  message_id text not null,
  batch_id uuid not null,
  part integer not null,
  rows integer not null,
  sum_minor bigint not null,
  digest text not null,
  made_at timestamp with time zone not null,
  state text not null,
  sent_at timestamp with time zone,
  answered_at timestamp with time zone,
  bank_reason text,
  PRIMARY KEY (message_id),
  FOREIGN KEY (batch_id) REFERENCES batch(id),
  UNIQUE (batch_id, part),
  CHECK ((state = ANY (ARRAY['made'::text, 'sent'::text, 'answered'::text, 'refused'::text])))
);
CREATE INDEX file_waiting ON file USING btree (made_at) WHERE (state = ANY (ARRAY['made'::text, 'sent'::text]));

create table payout (
  id uuid not null,
  batch_id uuid not null,
  key text not null,
  programme text not null,
  period text not null,
  beneficiary_kind text not null,
  beneficiary text not null,
  amount_minor bigint not null,
  currency text not null,
  reason jsonb not null,
  reference text not null,
  service text,
  state text not null,
  faults text[] not null default '{}'::text[],
  end_to_end_id text,
  repeats uuid,
  bank_reason text,
  paid_on date,
  returned_on date,
  iban text,
  name text,
  sealed text,
  made_at timestamp with time zone not null,
  message_id text,
  PRIMARY KEY (id),
  FOREIGN KEY (batch_id) REFERENCES batch(id),
  UNIQUE (end_to_end_id),
  UNIQUE (key),
  FOREIGN KEY (message_id) REFERENCES file(message_id),
  FOREIGN KEY (programme) REFERENCES programme(code),
  FOREIGN KEY (repeats) REFERENCES payout(id),
  UNIQUE (repeats),
  CHECK ((state = ANY (ARRAY['ready'::text, 'faulty'::text, 'left-out'::text, 'approved'::text, 'sent'::text, 'paid'::text, 'returned'::text, 'failed'::text, 'repeated'::text, 'given-up'::text, 'voucher'::text])))
);
CREATE INDEX payout_batch ON payout USING btree (batch_id, id);
CREATE INDEX payout_clear ON payout USING btree (id) WHERE ((iban IS NOT NULL) OR (name IS NOT NULL));
CREATE INDEX payout_file ON payout USING btree (message_id) WHERE (message_id IS NOT NULL);
CREATE INDEX payout_period ON payout USING btree (programme, period, beneficiary);
CREATE INDEX payout_state ON payout USING btree (state, id DESC);
CREATE INDEX payout_whose ON payout USING btree (beneficiary, id DESC);
CREATE TRIGGER payout_stays BEFORE UPDATE ON payout FOR EACH ROW EXECUTE FUNCTION approved_rows_stay();

create table programme (
  code text not null,
  title jsonb not null,
  account text not null,
  bank_account text not null,
  debtor_iban text not null,
  currency text not null,
  most_row_minor bigint not null,
  most_month_minor bigint not null,
  budget_year_minor bigint not null,
  voucher_days integer not null,
  active boolean not null,
  PRIMARY KEY (code),
  CHECK ((budget_year_minor >= 0)),
  CHECK ((most_month_minor >= most_row_minor)),
  CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  CHECK ((most_row_minor > 0)),
  CHECK (((voucher_days >= 1) AND (voucher_days <= 1000)))
);

create table request (
  id uuid not null,
  kind text not null,
  subject text not null,
  asked text,
  sealed text,
  reason text not null,
  asked_by uuid not null,
  asked_name text not null,
  asked_at timestamp with time zone not null,
  state text not null default 'open'::text,
  decided_by uuid,
  decided_name text,
  decided_at timestamp with time zone,
  PRIMARY KEY (id),
  CHECK ((decided_by <> asked_by)),
  CHECK ((kind = ANY (ARRAY['programme'::text, 'account'::text, 'voucher'::text]))),
  CHECK ((state = ANY (ARRAY['open'::text, 'done'::text, 'refused'::text])))
);
CREATE INDEX request_clear ON request USING btree (id) WHERE (asked IS NOT NULL);
CREATE INDEX request_state ON request USING btree (state, id DESC);

create table standing (
  id uuid not null,
  keeper text not null,
  key text not null,
  programme text not null,
  beneficiary text not null,
  amount_minor bigint not null,
  currency text not null,
  reason jsonb not null,
  reference text not null,
  first_month text not null,
  last_month text not null,
  paid_month text,
  made_at timestamp with time zone not null,
  PRIMARY KEY (id),
  CHECK ((amount_minor > 0)),
  UNIQUE (keeper, key),
  FOREIGN KEY (programme) REFERENCES programme(code)
);
CREATE INDEX standing_due ON standing USING btree (COALESCE(paid_month, ''::text)) WHERE ((paid_month IS NULL) OR (paid_month < last_month));
CREATE INDEX standing_whose ON standing USING btree (beneficiary);

create table voucher (
  id uuid not null,
  payout_id uuid not null,
  programme text not null,
  beneficiary text not null,
  code_mark text not null,
  code text,
  sealed text,
  amount_minor bigint not null,
  left_minor bigint not null,
  currency text not null,
  state text not null,
  issued_at timestamp with time zone not null,
  expires_on date not null,
  PRIMARY KEY (id),
  CHECK ((amount_minor > 0)),
  CHECK (((left_minor >= 0) AND (left_minor <= amount_minor))),
  UNIQUE (code_mark),
  FOREIGN KEY (payout_id) REFERENCES payout(id),
  UNIQUE (payout_id),
  CHECK ((state = ANY (ARRAY['issued'::text, 'active'::text, 'redeemed'::text, 'cancelled'::text, 'expired'::text])))
);
CREATE INDEX voucher_clear ON voucher USING btree (id) WHERE (code IS NOT NULL);
CREATE INDEX voucher_state ON voucher USING btree (state, expires_on);
CREATE INDEX voucher_whose ON voucher USING btree (beneficiary, id DESC);

create table voucher_use (
  id uuid not null,
  voucher_id uuid not null,
  key text not null,
  amount_minor bigint not null,
  place text not null,
  by_name text not null,
  at timestamp with time zone not null,
  PRIMARY KEY (id),
  CHECK ((amount_minor > 0)),
  FOREIGN KEY (voucher_id) REFERENCES voucher(id),
  UNIQUE (voucher_id, key)
);
