-- Links of blind surveys are used up for a ballot (decision 43).
alter table survey_link drop constraint survey_link_mode_check;
alter table survey_link add constraint survey_link_mode_check check (mode in ('linked', 'severed', 'blind'));
