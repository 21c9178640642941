-- An auditor reads by period; entries come in order of time, so a few pages of summaries find them.
create index audit_at on audit using brin (at) with (pages_per_range = 32, autosummarize = on);
