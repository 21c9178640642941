-- A new version of a questionnaire is written as a draft and published by somebody else.
create table template_draft (
  template_code text primary key references template,
  content jsonb not null,
  content_digest text not null,
  author_id text not null,
  author_name text not null,
  changed_at timestamptz not null
);
-- Whether answers stay joined to the rendered service they are of.
alter table assignment add column mode text not null default 'linked' check (mode in ('linked', 'severed'));
-- Who decided on free words, and when.
alter table response_comment add column decided_by text;
alter table response_comment add column decided_at timestamptz;
