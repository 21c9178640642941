-- Who is asked where it is not the person served: a parent or guardian of a child.
alter table card_person add column asked_key text;
