-- How far the tree of the ledger has come. Entries may be written with their place: who does adds their number to `size` in
-- the same statement, so that places are given in turn. Below `settled` all were checked and full subtrees are stored.
create table ledger_tree (
  id boolean primary key default true check (id),
  size bigint not null,
  settled bigint not null check (settled <= size)
);
insert into ledger_tree (size, settled)
select size, size from (select coalesce(max(leaf_index) + 1, 0) as size from ledger_entry) as placed;
