-- The revision of the card as the signature was prepared; null where a release before did not keep it.
alter table signature add column revision integer;
