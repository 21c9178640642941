alter table document add column level text not null default 'state';
-- codes of the regions in which it is given; null: in the whole country
alter table document add column regions text[];
