alter table snapshots add column ids varchar(20000) default '' not null;
