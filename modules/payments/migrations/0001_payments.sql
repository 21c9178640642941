create table invoice (
  id uuid primary key,
  reference text not null unique,
  number text not null unique,
  payer_id text not null,
  lines jsonb not null,
  amount_minor bigint not null check (amount_minor >= 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  state text not null check (state in ('open', 'paid', 'void', 'refunded')),
  return_path text not null,
  created_at timestamptz not null,
  paid_at timestamptz,
  receipt_no text
);
create sequence invoice_number;
-- Attempts to pay at a provider's page.
create table checkout (
  invoice_id uuid not null references invoice,
  attempt integer not null,
  -- null until the provider has answered
  provider_id text unique,
  page_url text,
  state text not null check (state in ('open', 'paid', 'abandoned')),
  created_at timestamptz not null,
  primary key (invoice_id, attempt)
);
create index checkout_open on checkout (created_at) where state = 'open';
-- Double-entry ledger: the postings of an entry add up to zero, checked when the transaction ends.
create table journal_entry (
  id uuid primary key,
  invoice_id uuid not null references invoice,
  kind text not null check (kind in ('payment', 'refund')),
  at timestamptz not null,
  unique (invoice_id, kind)
);
create table posting (
  entry_id uuid not null references journal_entry,
  account text not null,
  currency text not null,
  amount_minor bigint not null check (amount_minor <> 0)
);
create index posting_account on posting (account);
create index posting_entry on posting (entry_id);
create function check_balanced() returns trigger language plpgsql as $$
begin
  if exists (select 1 from posting where entry_id = new.entry_id group by currency having sum(amount_minor) <> 0) then
    raise exception 'journal entry % does not balance', new.entry_id;
  end if;
  return null;
end $$;
create constraint trigger posting_balanced after insert on posting deferrable initially deferred
  for each row execute function check_balanced();
