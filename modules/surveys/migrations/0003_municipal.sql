-- Municipal surveys beside those of the country, a region and an organisation.
alter table assignment drop constraint assignment_level_check;
alter table assignment add constraint assignment_level_check
  check (level in ('*', 'country', 'region', 'municipality', 'organisation'));
