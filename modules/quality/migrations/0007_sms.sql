-- Whether the invitation goes by SMS to who has not said otherwise, and what became of that copy.
alter table survey_link add column sms boolean not null default false;
alter table notice add column copy jsonb;
