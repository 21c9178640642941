-- What people answered and what registers said, sealed (decision 20). The clear columns go with the next release.
alter table answer add column sealed text;
alter table answer alter column value drop not null;
create index answer_clear on answer (case_id) where value is not null;
alter table reading add column sealed text;
alter table reading alter column path drop not null;
alter table message add column sealed text;
alter table clarification add column sealed text;
alter table clarification alter column question drop not null;
