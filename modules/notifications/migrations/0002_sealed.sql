-- Subject, body and link, sealed (decision 20). The clear columns go with the next release.
alter table message add column sealed text;
alter table message alter column subject drop not null;
alter table message alter column body drop not null;
create index message_clear on message (id) where subject is not null;
