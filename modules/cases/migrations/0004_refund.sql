alter table invoice add column refunded_at timestamptz;
