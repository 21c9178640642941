-- Duties that come of posts, as organisations told them last: what a session needs at each request.
create table held_duty (
  person_id uuid not null,
  code text not null,
  organisation_id text not null,
  as_what text not null check (as_what in ('holder', 'acting', 'substitute')),
  in_place_of text,
  from_at timestamptz not null,
  until_at timestamptz
);
create index held_duty_person on held_duty (person_id);
-- What is told late does nothing.
create table held_revision (
  person_id uuid primary key,
  revision integer not null
);
-- A duty is held because it was given, or by a post; each with its beginning and end.
create view duty_now as
  select person_id, code, organisation_id, null::timestamptz as from_at, valid_until as until_at,
    null::text as as_what, null::text as in_place_of from duty
  union all
  select person_id, code, organisation_id, from_at, until_at, as_what, in_place_of from held_duty;
