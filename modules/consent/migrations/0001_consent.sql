-- For what data of people are read by their consent.
create table purpose (
  code text primary key,
  created_at timestamptz not null
);
-- What is agreed to, as versions: the one without a number is the draft of the next.
create table purpose_version (
  id uuid primary key,
  code text not null references purpose,
  version integer check (version > 0),
  content jsonb not null,
  digest text not null,
  author_id text not null,
  author_name text not null,
  changed_at timestamptz not null,
  publisher_id text,
  publisher_name text,
  published_at timestamptz,
  unique (code, version),
  check (publisher_id <> author_id),
  check ((version is null) = (published_at is null))
);
create unique index purpose_draft on purpose_version (code) where version is null;
-- What was published stays as it was: people agreed to its words.
create function published_stays() returns trigger language plpgsql as $$
begin
  if old.version is not null then
    raise exception 'version % of purpose % is published', old.version, old.code;
  end if;
  return new;
end $$;
create trigger published_stays before update or delete on purpose_version for each row execute function published_stays();
-- What somebody agreed to or took back, in turn. Nothing of it changes but the pseudonym, when it becomes another.
create table act (
  id uuid primary key,
  place_in_turn bigint generated always as identity,
  person_key text not null,
  code text not null references purpose,
  version integer not null,
  act text not null check (act in ('given', 'withdrawn')),
  at timestamptz not null,
  until timestamptz,
  language text not null,
  digest text not null,
  place text not null check (place in ('cabinet', 'form')),
  case_id uuid,
  -- account of who acted for the person
  by_other uuid
);
create index act_last on act (person_key, code, place_in_turn desc);
create index act_of_person on act (person_key, id desc);
create index act_of_purpose on act (code, person_key, place_in_turn desc);
create function acts_stand() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or to_jsonb(new) - 'person_key' <> to_jsonb(old) - 'person_key' then
    raise exception 'act % stands', old.id;
  end if;
  return new;
end $$;
create trigger acts_stand before update or delete on act for each row execute function acts_stand();
-- What a register says wrongly of somebody.
create table correction (
  id uuid primary key,
  number bigint generated always as identity,
  person_key text not null,
  person_name text,
  owner_id text not null,
  register text not null,
  field text not null,
  stands text,
  wanted text,
  reason text,
  answer text,
  sealed text,
  state text not null check (state in ('open', 'accepted', 'declined', 'taken-back')),
  asked_at timestamptz not null,
  due_on date not null,
  overdue_told_at timestamptz,
  decided_at timestamptz,
  decided_by uuid,
  check ((state = 'open') = (decided_at is null))
);
create unique index correction_open on correction (person_key, register, field) where state = 'open';
create index correction_of_person on correction (person_key, id desc);
create index correction_desk on correction (owner_id, due_on, id);
create index correction_late on correction (due_on) where state = 'open' and overdue_told_at is null;
create index correction_over on correction (decided_at) where decided_at is not null;
create index correction_clear on correction (id)
  where person_name is not null or stands is not null or wanted is not null or reason is not null or answer is not null;
