-- What of a disk was used at most on a day, as a share of all of it, by who reported; calls of a day are in `rollup`.
create table disk_day (
  source_id text not null,
  day date not null,
  used double precision not null check (used >= 0 and used <= 1),
  primary key (source_id, day)
);
create index disk_day_age on disk_day (day);
-- How many calls a day a service is built for, as its operator says.
create table call_limit (
  service_code text primary key references service (code) on delete cascade,
  calls bigint not null check (calls > 0)
);
