-- As the tables of the ledger: the mailbox waits for what ANALYZE holds back.
alter table message reset (autovacuum_vacuum_cost_delay);
alter table operational_record reset (autovacuum_vacuum_cost_delay);
