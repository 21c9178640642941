-- Organisations are looked up by the numbers that they have or had.
create index organisation_fact_inn on organisation_fact ((facts ->> 'inn'));
