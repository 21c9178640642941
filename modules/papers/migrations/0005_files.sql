-- How many files of the folder a row names, and how many of them came.
alter table import_row add column files integer not null default 0;
alter table import add column files_taken integer not null default 0;
