-- A card says no more than what the specification names; what else it says may be missing.
alter table card alter column service_code drop not null;
alter table card add column organisation_address text not null default '';
-- Who asks: the level of the survey that the message names.
alter table card add column survey_level text not null default 'federal'
  check (survey_level in ('federal', 'regional', 'municipal'));
