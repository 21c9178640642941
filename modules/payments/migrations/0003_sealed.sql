-- What the bank calls a payment, sealed (decision 20). The clear columns go with the next release. By `provider_mark` an attempt is
-- found when the bank speaks of it.
alter table invoice add column sealed text;
create index invoice_clear on invoice (id) where receipt_no is not null;
alter table checkout add column sealed text, add column provider_mark text unique;
create index checkout_clear on checkout (invoice_id) where provider_id is not null or page_url is not null;
