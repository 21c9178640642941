-- Software of organisations that signs in by its key. What it may do stands in held_power, under "software:" and its id.
create table software (
  id uuid primary key,
  name text not null,
  jwk jsonb not null,
  -- permissions of the operations it may call at all
  scopes text[] not null
);
