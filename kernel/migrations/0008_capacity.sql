-- As what somebody acted: the duty and in whose place it was held, and on whose behalf.
alter table audit add column capacity jsonb;
