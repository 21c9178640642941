-- Until when whoever pressed a link to come back is at it.
alter table recovery add column taken_until timestamptz;
