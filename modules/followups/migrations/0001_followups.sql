-- Somebody was not content: the organisation is asked to say what it makes of it. Who it was is not known here.
create table followup (
  -- Drawn at random: no order of arrival.
  id uuid primary key,
  response_id uuid not null unique,
  organisation_id text not null,
  region_code text not null,
  sphere text not null,
  -- Of the answer; its day is nobody's business.
  month date not null,
  -- The Monday after: those of a week come together.
  opens_on date not null,
  due_on date not null,
  reply text,
  replied_on date,
  replied_by uuid,
  escalated_at timestamptz
);
create index followup_by_organisation on followup (organisation_id, due_on);
create index followup_by_region on followup (region_code, due_on);
create index followup_due on followup (due_on) where replied_on is null and escalated_at is null;
