-- As the tables of the ledger: the mailbox waits for what ANALYZE holds back, and all wait for its processor time.
alter table message reset (autovacuum_vacuum_cost_delay);
alter table operational_record reset (autovacuum_vacuum_cost_delay);
do $$
declare
  one record;
begin
  for one in select attrelid::regclass as of, attname as name from pg_attribute
    where attrelid in ('message'::regclass, 'operational_record'::regclass) and attnum > 0 and not attisdropped
  loop
    execute format('alter table %s alter column %I set statistics 20', one.of, one.name);
  end loop;
end $$;
