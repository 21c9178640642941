-- Name and address as the directory said them when the card was matched, and whether the card says another address.
alter table card add column directory jsonb;
alter table card add column address_differs boolean not null default false;
