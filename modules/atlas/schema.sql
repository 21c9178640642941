-- Made from 1 migrations (5fa1e95b19d5b9ea) by npm run generate; for reading only.

