-- Reference models in numbered versions: a draft until a second person publishes it; what is published never changes.
create table model_version (
  id uuid primary key,
  model text not null,
  version integer not null,
  note text,
  -- Everybody who wrote in the draft: none of them publishes it.
  written_by uuid[] not null,
  written_by_name text not null,
  at timestamptz not null,
  valid_from date,
  published_by_name text,
  published_at timestamptz,
  unique (model, version),
  check ((published_at is null) = (valid_from is null))
);
create unique index model_draft on model_version (model) where published_at is null;
create table model_entry (
  version_id uuid not null references model_version,
  code text collate "C" not null,
  parent text collate "C",
  title jsonb not null,
  -- Values of the model's facts or codes of its relations by which elements of the register belong here.
  maps text[] not null default '{}',
  primary key (version_id, code)
);
