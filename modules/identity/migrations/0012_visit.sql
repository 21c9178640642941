-- Power of one session for minutes: of a clerk at a counter, for who stands before them. It ends with the session.
alter table session add column visit jsonb;
create index session_visit on session ((visit ->> 'id')) where visit is not null;
