-- As the tables of the ledger: what is only added to is vacuumed seldom, and slowly.
alter table message set (autovacuum_vacuum_insert_threshold = 5000000, autovacuum_vacuum_insert_scale_factor = 0.5,
  autovacuum_analyze_threshold = 100000, autovacuum_analyze_scale_factor = 0.5, autovacuum_vacuum_cost_delay = 20);
alter table operational_record set (autovacuum_vacuum_insert_threshold = 5000000, autovacuum_vacuum_insert_scale_factor = 0.5,
  autovacuum_analyze_threshold = 100000, autovacuum_analyze_scale_factor = 0.5, autovacuum_vacuum_cost_delay = 20);
