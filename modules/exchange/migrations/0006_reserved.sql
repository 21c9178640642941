-- Holds the number until the migration that owns it is merged; delete this file then.
select 1;
