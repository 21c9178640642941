-- Fees by table, part payments, several invoices at once, refunds by two persons, charge-backs, transfers, exemptions.
-- Old processes go on: what they write has none of the new columns, and is read as it was (whole, at the bank).
create table fee (
  id uuid primary key,
  code text not null,
  -- '' everywhere; otherwise a territory, and what lies below it
  territory text not null,
  title jsonb not null,
  amount_minor bigint not null check (amount_minor >= 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  from_on date not null,
  act text not null,
  clause text not null,
  state text not null check (state in ('draft', 'published', 'dropped')),
  drafted_by uuid not null,
  drafted_by_name text not null,
  drafted_at timestamptz not null,
  published_by uuid,
  published_by_name text,
  published_at timestamptz,
  -- Never the same person twice.
  check (published_by is null or published_by <> drafted_by)
);
create unique index fee_published on fee (code, territory, from_on) where state = 'published';
create index fee_drafts on fee (drafted_at) where state = 'draft';

alter table invoice drop constraint invoice_state_check;
alter table invoice add constraint invoice_state_check
  check (state in ('open', 'paid', 'void', 'refunded', 'expired', 'disputed', 'charged-back'));
alter table invoice
  add column due_on date,
  add column expires_at timestamptz,
  add column paid_minor bigint not null default 0 check (paid_minor >= 0),
  add column exempt_minor bigint not null default 0 check (exempt_minor >= 0),
  add column refunded_minor bigint not null default 0 check (refunded_minor >= 0),
  add column charged_back_minor bigint not null default 0 check (charged_back_minor >= 0),
  add constraint invoice_bounds check (
    paid_minor + exempt_minor <= amount_minor and refunded_minor + charged_back_minor <= paid_minor);
update invoice set paid_minor = amount_minor where state in ('paid', 'refunded');
update invoice set refunded_minor = amount_minor where state = 'refunded';
create index invoice_payer on invoice (payer_id, created_at desc);
create index invoice_created on invoice (created_at, id);
create index invoice_due on invoice (due_on, id) where state = 'open';
create index invoice_amount on invoice (amount_minor, id);
create index invoice_expiry on invoice (expires_at) where state = 'open' and expires_at is not null;

-- An attempt to pay: at which provider, how much, of which invoices, what of it went back.
alter table checkout
  add column provider text not null default 'bank',
  add column amount_minor bigint check (amount_minor > 0),
  add column currency text,
  add column return_path text,
  add column paid_at timestamptz,
  add column refunded_minor bigint not null default 0 check (refunded_minor >= 0),
  -- Paid for nothing that was owed: to be given back.
  add column surplus_minor bigint not null default 0 check (surplus_minor >= 0);
create table allotment (
  lead_id uuid not null,
  attempt integer not null,
  invoice_id uuid not null references invoice,
  amount_minor bigint not null check (amount_minor > 0),
  settled_minor bigint not null default 0 check (settled_minor between 0 and amount_minor),
  refunded_minor bigint not null default 0 check (refunded_minor between 0 and settled_minor),
  primary key (lead_id, attempt, invoice_id),
  foreign key (lead_id, attempt) references checkout (invoice_id, attempt)
);
create index allotment_invoice on allotment (invoice_id);

alter table journal_entry drop constraint journal_entry_kind_check, drop constraint journal_entry_invoice_id_kind_key;
alter table journal_entry add constraint journal_entry_kind_check
  check (kind in ('payment', 'refund', 'surplus', 'surplus-returned', 'charge-back', 'charge-back-won', 'charge-back-lost', 'transfer', 'allotment'));
alter table journal_entry
  alter column invoice_id drop not null,
  add column key text unique,
  -- What the bank calls it, sealed; the clear column stays empty.
  add column bank_reference text,
  add column sealed text,
  -- When `books` took it over.
  add column handed_at timestamptz;
create index journal_entry_invoice on journal_entry (invoice_id);
create index journal_entry_at on journal_entry (at);
create index journal_entry_waiting on journal_entry (at, id) where handed_at is null and key is not null;

create table refund (
  id uuid primary key,
  invoice_id uuid not null references invoice,
  amount_minor bigint not null check (amount_minor > 0),
  reason text,
  sealed text,
  -- 'surplus': what somebody transferred beyond what was owed
  kind text not null check (kind in ('payer', 'surplus')),
  state text not null check (state in ('asked', 'declined', 'approved', 'done')),
  asked_by uuid,
  asked_by_name text not null,
  asked_at timestamptz not null,
  decided_by uuid,
  decided_by_name text,
  decided_at timestamptz,
  done_at timestamptz,
  check (decided_by is null or decided_by is distinct from asked_by)
);
create index refund_invoice on refund (invoice_id);
create index refund_state on refund (state, asked_at);
-- One refund may go back over several attempts to pay.
create table refund_part (
  refund_id uuid not null references refund,
  n integer not null,
  lead_id uuid not null,
  attempt integer not null,
  amount_minor bigint not null check (amount_minor > 0),
  done_minor bigint not null default 0 check (done_minor between 0 and amount_minor),
  -- 'by-hand': the provider gives nothing back, so it is paid out and noted
  state text not null check (state in ('sent', 'by-hand', 'done')),
  primary key (refund_id, n),
  foreign key (lead_id, attempt) references checkout (invoice_id, attempt)
);
create index refund_part_checkout on refund_part (lead_id, attempt);

create table dispute (
  id uuid primary key,
  lead_id uuid not null,
  attempt integer not null,
  provider_id text not null unique,
  amount_minor bigint not null check (amount_minor > 0),
  reason text not null,
  state text not null check (state in ('open', 'answered', 'accepted', 'won', 'lost')),
  evidence text,
  sealed text,
  opened_at timestamptz not null,
  answer_by timestamptz,
  answered_by_name text,
  answered_at timestamptz,
  closed_at timestamptz,
  foreign key (lead_id, attempt) references checkout (invoice_id, attempt)
);
create index dispute_checkout on dispute (lead_id, attempt);
create index dispute_state on dispute (state, opened_at);
-- What of a charge-back each invoice loses.
create table dispute_part (
  dispute_id uuid not null references dispute,
  invoice_id uuid not null references invoice,
  amount_minor bigint not null check (amount_minor > 0),
  primary key (dispute_id, invoice_id)
);
create index dispute_part_invoice on dispute_part (invoice_id);

create table exemption (
  id uuid primary key,
  invoice_id uuid not null references invoice,
  amount_minor bigint not null check (amount_minor > 0),
  act text not null,
  clause text not null,
  by_id uuid not null,
  by_name text not null,
  at timestamptz not null
);
create index exemption_invoice on exemption (invoice_id);

-- Entries of bank statements that brought money; each counts once.
create table transfer (
  entry_id text primary key,
  account text not null,
  booked_on date not null,
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  creditor_reference text,
  -- What the payer wrote, sealed.
  text text,
  end_to_end_id text,
  sealed text,
  state text not null check (state in ('matched', 'unmatched')),
  fault text check (fault in ('no-reference', 'unknown-reference', 'other-currency', 'closed')),
  lead_id uuid,
  attempt integer,
  at timestamptz not null,
  allotted_by_name text,
  foreign key (lead_id, attempt) references checkout (invoice_id, attempt)
);
create index transfer_state on transfer (state, at);
