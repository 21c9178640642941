create table bill (
  id uuid primary key,
  amount_minor bigint not null check (amount_minor > 0),
  state text not null check (state in ('open', 'paid')),
  receipt_no text
);
create table seen (event_id uuid, bill_id uuid);
