-- Who asked about somebody else, and for whom: counted against a daily quota, and looked at when there are many.
alter table asked add column asked_by text;
create index asked_by on asked (asked_by, at) where asked_by is not null;
