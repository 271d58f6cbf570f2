-- Lists are in byte order whatever the locale of the database; H2 compares so by itself.
alter table tags alter column name type varchar(128) collate "C";
alter table repositories alter column name type varchar(255) collate "C";
