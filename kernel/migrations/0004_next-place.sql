-- Where the next entry goes: after the last one. Whoever asks keeps the others waiting until its transaction ends, so places
-- have no gap and no double. Nothing is counted in a row: next to a long transaction (a backup) each version of a row that is
-- counted up hundreds of times a second has to be stepped over.
create function next_place() returns bigint language plpgsql as $$
begin
  perform pg_advisory_xact_lock('ledger_entry'::regclass::oid::integer, 0);
  return (select coalesce(max(leaf_index) + 1, 0) from ledger_entry);
end $$;
alter table ledger_tree drop column size;

-- While ANALYZE reads its sample nothing that died since can be cleared away, and queues of the same database grow slow: it
-- may not dawdle, and what nobody searches by need not be in the sample.
alter table ledger_entry reset (autovacuum_vacuum_cost_delay);
alter table ledger_personal reset (autovacuum_vacuum_cost_delay);
alter table ledger_blob reset (autovacuum_vacuum_cost_delay);
alter table ledger_entry alter column id set statistics 10, alter column kind set statistics 10,
  alter column at set statistics 10, alter column leaf_index set statistics 10, alter column record set statistics 0,
  alter column leaf_hash set statistics 0, alter column seal set statistics 0;
alter table ledger_personal alter column entry_id set statistics 10, alter column field set statistics 10,
  alter column salt set statistics 0, alter column value set statistics 0;
alter table ledger_blob alter column entry_id set statistics 10, alter column name set statistics 10,
  alter column content set statistics 0;
