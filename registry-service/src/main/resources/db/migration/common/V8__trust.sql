-- What a policy asks of signatures, as its administrator wrote it (JSON); null: nothing.
alter table policies add column signed varchar(100000);

-- How often each was pulled, added up now and then.
alter table repositories add column pulls bigint default 0 not null;
alter table repositories add column pulled_at timestamp(6) with time zone;
alter table tags add column pulls bigint default 0 not null;
alter table tags add column pulled_at timestamp(6) with time zone;
