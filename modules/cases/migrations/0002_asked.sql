-- Which calls on the exchange were about whom. They stay when a draft is deleted: the person was asked about all the same.
create table asked (
  id uuid primary key,
  message_id text not null,            -- under which the exchange has logged it
  client_id text not null,             -- the subsystem that asked
  target text not null,                -- exchange service or information type
  person_key text not null,
  case_id uuid references case_file on delete set null,
  title jsonb not null,                -- of the public service
  at timestamptz not null,
  unique (person_key, message_id)
);
create index asked_person on asked (person_key, id);
create index asked_case on asked (case_id);
