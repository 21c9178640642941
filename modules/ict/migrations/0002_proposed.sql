-- A step that commits money waits here for a second person: what it is, who asked for it, when.
alter table service add column proposed jsonb;
