-- As what somebody looked: by which duty, in whose place, on whose behalf.
alter table data_access add column capacity jsonb;
