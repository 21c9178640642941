-- How far the tree of the ledger has come. Entries may be written with their place: who does adds their number to `size` in
-- the same statement, so that places are given in turn. Below `settled` all were checked and full subtrees are stored.
create table ledger_tree (
  id boolean primary key default true check (id),
  size bigint not null,
  settled bigint not null check (settled <= size)
);
insert into ledger_tree (size, settled)
select size, size from (select coalesce(max(leaf_index) + 1, 0) as size from ledger_entry) as placed;

-- Rows of evidence are added and hardly ever changed. Vacuuming them every minute for what came in that minute took as
-- much as a quarter of what writing them takes, and doubled the latency of commits meanwhile: seldom, and slowly.
alter table ledger_entry set (autovacuum_vacuum_insert_threshold = 5000000, autovacuum_vacuum_insert_scale_factor = 0.5,
  autovacuum_analyze_threshold = 100000, autovacuum_analyze_scale_factor = 0.5, autovacuum_vacuum_cost_delay = 20);
alter table ledger_personal set (autovacuum_vacuum_insert_threshold = 5000000, autovacuum_vacuum_insert_scale_factor = 0.5,
  autovacuum_analyze_threshold = 100000, autovacuum_analyze_scale_factor = 0.5, autovacuum_vacuum_cost_delay = 20);
alter table ledger_blob set (autovacuum_vacuum_insert_threshold = 5000000, autovacuum_vacuum_insert_scale_factor = 0.5,
  autovacuum_analyze_threshold = 100000, autovacuum_analyze_scale_factor = 0.5, autovacuum_vacuum_cost_delay = 20);
