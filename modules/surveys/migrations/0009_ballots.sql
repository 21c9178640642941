-- Blind answers (decision 43).
alter table assignment drop constraint assignment_mode_check;
alter table assignment add constraint assignment_mode_check check (mode in ('linked', 'severed', 'blind'));
alter table response alter column organisation_id drop not null;

-- Answers that wait for others of their cell. No time, no order, nobody's name: rows are written anew with each that comes.
create table ballot_box (
  id uuid primary key,
  template_version_id uuid not null references template_version,
  region_code text not null,
  sector text not null,
  -- '' where none is named
  service_code text not null,
  answers jsonb,
  sealed text
);
create index ballot_box_cell on ballot_box (template_version_id, region_code, sector, service_code);

-- That a ballot was cast: one-way in a number that its holder alone has. What was answered stands nowhere near.
create table ballot_receipt (
  mark bytea primary key,
  answers_mac bytea not null,
  template_version_id uuid not null,
  region_code text not null,
  sector text not null,
  service_code text not null,
  -- With which it was counted; null while it waits.
  month date
);
create index ballot_receipt_cell on ballot_receipt (template_version_id, region_code, sector, service_code);

create table ballot_tally (
  template_version_id uuid not null,
  region_code text not null,
  sector text not null,
  service_code text not null,
  issued bigint not null,
  primary key (template_version_id, region_code, sector, service_code)
);
