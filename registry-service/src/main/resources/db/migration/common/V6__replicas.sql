-- Who is at an upload: of several registries on one database, one at a time, for as long as it says so.
alter table uploads add column holder varchar(36);
alter table uploads add column held_until timestamp(6) with time zone;
alter table uploads add column epoch bigint default 0 not null;

-- What only one registry does at once.
create table leases (
    name       varchar(64) primary key,
    holder     varchar(36),
    held_until timestamp(6) with time zone,
    epoch      bigint default 0 not null
);
insert into leases (name) values ('gc');
insert into leases (name) values ('scrub');
