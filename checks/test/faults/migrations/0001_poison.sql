-- What the kernel keeps is enough.
create table nothing (id uuid primary key);
