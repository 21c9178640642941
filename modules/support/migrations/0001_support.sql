-- A fault whose cause is known, with the way around it, for everybody to read.
create table known_error (
  id uuid primary key,
  number bigint generated always as identity unique,
  title jsonb not null,
  way_around jsonb not null,
  published_by text not null,
  published_at timestamptz not null,
  mended_at timestamptz
);
create index known_error_order on known_error (published_at desc, id desc);
-- What somebody reported, and how far it has come.
create table ticket (
  id uuid primary key,
  number bigint generated always as identity unique,
  -- Pseudonym of who reported it; missing where they had no account, or were not signed in.
  person_key text,
  kind text not null check (kind in ('fault', 'question', 'content')),
  priority text not null check (priority in ('low', 'normal', 'high', 'urgent')),
  line smallint not null check (line between 1 and 3),
  state text not null check (state in ('new', 'taken', 'waiting', 'solved', 'closed')),
  -- Path of the portal without its query, and the number that an error page showed.
  page text,
  correlation_id text,
  text text,
  email text,
  sealed text,
  taken_by uuid,
  taken_by_name text,
  reported_at timestamptz not null,
  -- Of the line that has it now.
  answer_by timestamptz not null,
  solve_by timestamptz not null,
  answered_at timestamptz,
  solved_at timestamptz,
  late_told_at timestamptz,
  known_error_id uuid references known_error,
  incident_id uuid,
  check ((state in ('solved', 'closed')) = (solved_at is not null)),
  check ((state in ('taken', 'waiting')) <= (taken_by is not null))
);
create index ticket_queue on ticket (line, solve_by, id) where solved_at is null;
create index ticket_order on ticket (solve_by, id);
create index ticket_of_person on ticket (person_key, reported_at desc, id desc) where person_key is not null;
create index ticket_of_known_error on ticket (known_error_id) where known_error_id is not null;
create index ticket_over on ticket (solved_at) where solved_at is not null;
create index ticket_clear on ticket (id) where text is not null or email is not null;
-- What was said and done, in turn. Only the term of the whole erases it.
create table entry (
  id uuid primary key,
  ticket_id uuid not null references ticket on delete cascade,
  place bigint generated always as identity,
  at timestamptz not null,
  kind text not null,
  side text not null check (side in ('reporter', 'desk', 'clock')),
  by_name text,
  line smallint,
  -- Whether who reported it reads it.
  shown boolean not null,
  text text,
  sealed text
);
create index entry_of_ticket on entry (ticket_id, place);
create index entry_clear on entry (id) where text is not null;
create function entry_stays() returns trigger language plpgsql as $$
begin
  -- A new key may seal what stands; nothing else of it changes.
  if to_jsonb(new) - 'sealed' - 'text' <> to_jsonb(old) - 'sealed' - 'text' then
    raise exception 'entry % stays as it is', old.id;
  end if;
  return new;
end $$;
create trigger entry_stays before update on entry for each row execute function entry_stays();
