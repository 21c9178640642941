-- What the provider gave back: the attempt says so whatever became of its invoice; a paid invoice becomes refunded.
alter table checkout drop constraint checkout_state_check;
alter table checkout add constraint checkout_state_check check (state in ('open', 'paid', 'abandoned', 'refunded'));
alter table invoice add column refunded_at timestamptz;
