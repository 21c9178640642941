-- For whom people may act, as the module powers told it last: what a session needs at each request.
create table held_power (
  person_key text not null,
  power_id uuid not null,
  kind text not null check (kind in ('organisation', 'person')),
  -- of the organisation, or the pseudonym of the person
  on_behalf_of text not null,
  name jsonb not null,
  role text not null,
  -- null: all of them
  services text[],
  acts text[],
  from_at timestamptz not null,
  until_at timestamptz,
  primary key (person_key, power_id)
);
create table held_powers_revision (
  person_key text primary key,
  revision integer not null
);
-- Mandates go on as powers until the module powers tells of its own.
insert into held_power (person_key, power_id, kind, on_behalf_of, name, role, from_at, until_at)
select p.person_key, gen_random_uuid(), 'organisation', o.id, o.name, 'representative', '-infinity', m.valid_until
from mandate m join person p on p.id = m.person_id join organisation o on o.id = m.organisation_id
where m.revoked_at is null;
-- One acts for people too, and for organisations that stand in another module's directory.
alter table session drop constraint session_acting_for_fkey;
alter table session add column acting_kind text not null default 'organisation';
alter table mandate add column handed_over_at timestamptz;
