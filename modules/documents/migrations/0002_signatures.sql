-- Who signed which version of a document; what was signed, and with which key, is kept by the module signing.
create table signature (
  id uuid primary key,
  document_id uuid not null references document,
  version integer not null,
  by_id uuid not null,
  by_name text not null,
  prepared_at timestamptz not null,
  -- with these the signature stands
  post jsonb,
  capacity text,
  made_at timestamptz
);
create index signature_document on signature (document_id, version);
create index signature_open on signature (prepared_at) where made_at is null;
alter table signature enable row level security;
alter table signature force row level security;
create policy seen on signature using (exists (select 1 from document d where d.id = document_id));
