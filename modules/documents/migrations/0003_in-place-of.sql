-- In whose place somebody did what stands in a document's history.
alter table history add column in_place_of text;
