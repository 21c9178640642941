-- By which post a duty is held: work that is given to a post reaches whoever stands there.
alter table held_duty add column post_id uuid;
create or replace view duty_now as
  select person_id, code, organisation_id, null::timestamptz as from_at, valid_until as until_at,
    null::text as as_what, null::text as in_place_of, null::uuid as post_id from duty
  union all
  select person_id, code, organisation_id, from_at, until_at, as_what, in_place_of, post_id from held_duty;
