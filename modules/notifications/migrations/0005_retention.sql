-- What is erased by its age is found by it.
create index message_age on message (sent_at);
create index delivery_age on delivery (accepted_at) where message_id is null;
