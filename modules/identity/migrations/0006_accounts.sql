-- How well it is known who somebody is (1 low, 2 substantial, 3 high). Until now staff registered people by their number of
-- the population register.
alter table person add column proofing integer not null default 2 check (proofing between 1 and 3);
alter table person add column phone text;
-- That messages are written in first.
alter table person add column language text check (language in ('en', 'ru', 'kk', 'uk', 'ar'));
alter table person add column signed_in_at timestamptz;
-- Given up by its person, or one of two of the same person: nobody signs in.
alter table person add column closed_at timestamptz;
alter table link drop constraint link_purpose_check;
alter table link add constraint link_purpose_check check (purpose in ('activate', 'change-email', 'confirm-email'));
