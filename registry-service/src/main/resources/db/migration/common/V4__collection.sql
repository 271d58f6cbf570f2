-- Since when nothing needs it; what is still not needed after the review delay is collected.
alter table repository_blobs add column unused_since timestamp(6) with time zone;
alter table blobs add column unused_since timestamp(6) with time zone;
alter table manifests add column unused_since timestamp(6) with time zone;
-- Whether a manifest ever needed it: what was only uploaded so far counts towards a quota of its own.
alter table repository_blobs add column needed boolean default false not null;
update repository_blobs set needed = true
where exists (select 1 from manifest_blobs m
              where m.repository_id = repository_blobs.repository_id and m.blob_id = repository_blobs.blob_id);
create index repository_blobs_unused on repository_blobs (unused_since);
create index blobs_unused on blobs (unused_since);
create index blobs_object on blobs (object);

-- What holds for the repositories whose names match; of several, the one that says most of the name.
create table policies (
    pattern        varchar(255) primary key,
    immutable_tags varchar(2000)               not null,
    quota          bigint,
    keep_last      integer,
    keep_days      integer,
    keep_tags      varchar(2000)               not null,
    untagged_days  integer,
    created_at     timestamp(6) with time zone not null
);
