-- Place of a migration that is written on another branch; goes away when it comes.
select 1;
