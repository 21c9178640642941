-- Which save wrote an answer, and by which form: an older page may change what it wrote itself, and nothing newer.
alter table answer add column revision integer, add column form_key text;
