-- Made from 1 migrations (c660f51fa3e05abe) by npm run generate; for reading only.

create table catch_up (
  source text not null,
  after uuid,
  done_at timestamp with time zone,
  PRIMARY KEY (source)
);

create table cell (
  month date not null,
  measure text not null,
  region text not null,
  occupation text not null,
  citizenship text not null,
  value integer not null,
  PRIMARY KEY (month, measure, region, occupation, citizenship),
  FOREIGN KEY (month) REFERENCES closed_month(month) ON DELETE CASCADE,
  CHECK ((value >= 0))
);

create table closed_month (
  month date not null,
  closed_at timestamp with time zone not null,
  digest text not null,
  PRIMARY KEY (month)
);

create table fact (
  id text not null,
  happened date not null,
  month date not null,
  measure text not null,
  region text not null,
  occupation text not null,
  citizenship text not null,
  person text,
  wage integer,
  PRIMARY KEY (id),
  CHECK (((EXTRACT(day FROM month) = (1)::numeric) AND (month >= happened))),
  CHECK ((EXTRACT(day FROM happened) = (1)::numeric))
);
CREATE INDEX fact_month ON fact USING btree (month);
