-- Only who was asked may answer, signed in.
alter table survey_link add column bound boolean not null default false;
-- When this module was at work last: what time it was away is given back to those who could not answer.
create table at_work (one boolean primary key default true check (one), at timestamptz not null);
