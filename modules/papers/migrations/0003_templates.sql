-- Templates of drafts: of an institution, or (without one) of the state's standard set; a version is never changed.
create table template (
  id uuid primary key,
  institution_id text,
  code text not null,
  kind text not null,
  language text not null,
  version integer not null,
  title text not null,
  form text not null check (form in ('text', 'docx')),
  body text,
  content bytea,
  fields text[] not null,
  state text not null check (state in ('proposed', 'in-force', 'declined')),
  in_force_from date not null,
  proposed_by text not null,
  proposed_by_id uuid,
  proposed_at timestamptz not null,
  decided_by text,
  decided_at timestamptz,
  check ((form = 'text') = (body is not null) and (form = 'docx') = (content is not null))
);
create unique index template_version on template (coalesce(institution_id, ''), code, language, version);
