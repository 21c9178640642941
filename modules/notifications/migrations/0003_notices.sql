-- Of a message that came over the exchange: its id there, who sent it, and where its reading is told.
alter table message add column notice_id uuid;
alter table message add column read_type text;
