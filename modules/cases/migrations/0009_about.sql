-- Whom or what a task is about, where a step is done for each of several: words of the package with a person's name, sealed (decision 20).
alter table task add column about text, add column sealed text;
create index task_clear on task (id) where about is not null;
