-- For which invitation an account was opened: two who finish one at the very same instant get one account between them.
create table opened_once (
  key uuid primary key,
  person_id uuid not null
);
