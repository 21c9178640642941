-- Where processes stand is kept by the kernel (its migration 7). The release before goes on with what it knows as tables.
insert into process_run (holder_id, taken) select id, taken from case_file where state <> 'draft';
insert into process_token (id, holder_id, node, arrived_by, state, error, since_at)
  select id, case_id, node, arrived_by, state, error, since_at from token;
insert into process_timer (id, holder_id, token_id, node, due_at) select id, case_id, token_id, node, due_at from timer;
drop table timer;
drop table token;
create view token as select id, holder_id as case_id, node, arrived_by, state, error, since_at from process_token;
create view timer as select id, holder_id as case_id, token_id, node, due_at from process_timer;

-- Which item, from the outermost, of what is done several times.
alter table task add column items integer[] not null default '{}';
alter table message add column items integer[] not null default '{}';
drop index message_node;
-- A step may ask again, and for each of several: what is asked twice by mistake has the id of its token.
create index message_node on message (case_id, node) where node is not null;
