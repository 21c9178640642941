-- Since when a piece of work has failed again and again; null while it has not failed, or has succeeded since.
alter table work add column failing_since timestamptz;
create index work_failing on work (failing_since) where failing_since is not null and state <> 'done';
