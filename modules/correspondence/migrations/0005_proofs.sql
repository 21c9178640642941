-- Which message of the exchange said so: what an institution did stands beside what proves it.
alter table copy_step add column message_id uuid;
alter table arrival add column message_id uuid;
