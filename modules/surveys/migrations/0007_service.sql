-- Which service an answer is about, where the card named one.
alter table response add column service_code text;
-- Whether only who was asked may answer, signed in; otherwise whoever holds the link.
alter table assignment add column bound boolean not null default false;
