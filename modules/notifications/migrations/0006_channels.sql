-- Channels that the sender proposes, for who has chosen none for such a matter.
alter table message add column channels text[];
