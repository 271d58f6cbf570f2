-- When a client last had it of what is held of an upstream; null: it was pushed, and is no cache's to throw away.
alter table repository_blobs add column used_at timestamp(6) with time zone;
alter table manifests add column used_at timestamp(6) with time zone;
create index repository_blobs_used on repository_blobs (used_at);
create index manifests_used on manifests (used_at);
