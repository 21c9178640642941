-- Whether invitations go by SMS to who has not said otherwise.
alter table assignment add column sms boolean not null default false;
