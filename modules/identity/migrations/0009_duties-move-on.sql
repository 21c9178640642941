-- Duties come of posts, which organisations keep. What stands here waits to be handed to it: it counts until it was.
alter table duty add column handed_over_at timestamptz;
alter table duty drop constraint duty_organisation_id_fkey;
alter table organisation add column handed_over_at timestamptz;
create or replace view duty_now as
  select person_id, code, organisation_id, null::timestamptz as from_at, valid_until as until_at,
    null::text as as_what, null::text as in_place_of, null::uuid as post_id from duty where handed_over_at is null
  union all
  select person_id, code, organisation_id, from_at, until_at, as_what, in_place_of, post_id from held_duty;
