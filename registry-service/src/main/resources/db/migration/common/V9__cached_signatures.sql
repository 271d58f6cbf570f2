-- What an index that is held of an upstream lists, held or not: a signature of the index is one of all of these.
create table held_children (
    manifest_id bigint       not null references manifests (id) on delete cascade,
    digest      varchar(135) not null,
    primary key (manifest_id, digest)
);
create index held_children_digest on held_children (digest);

-- Of indexes that are held already nobody wrote that down: they are fetched again when somebody asks for them.
delete from manifests
where used_at is not null
  and media_type in ('application/vnd.oci.image.index.v1+json',
                     'application/vnd.docker.distribution.manifest.list.v2+json')
  and not exists (select 1 from manifest_children c where c.child_id = manifests.id or c.manifest_id = manifests.id);

-- What is being fetched of an upstream, and by which of several registries on one database.
create table fills (
    name       varchar(400) primary key,
    holder     varchar(36),
    held_until timestamp(6) with time zone,
    epoch      bigint default 0 not null
);
