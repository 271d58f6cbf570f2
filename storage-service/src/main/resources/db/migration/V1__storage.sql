create table layers (
    diff_id varchar(71) primary key,
    folder varchar(32) not null unique,
    size bigint not null,
    tar_size bigint not null,
    recipe boolean not null
);

create table layer_blobs (
    digest varchar(71) primary key,
    diff_id varchar(71) not null references layers (diff_id) on delete cascade,
    media_type varchar(255) not null,
    size bigint not null,
    held boolean not null
);

create index layer_blobs_diff_id on layer_blobs (diff_id);

create table blob_sources (
    source varchar(700) primary key,
    digest varchar(71) not null references layer_blobs (digest) on delete cascade,
    repository varchar(512) not null
);

create index blob_sources_digest on blob_sources (digest);

create table images (
    id varchar(71) primary key,
    layers varchar(20000) not null,
    size bigint not null,
    last_tagged timestamp(6) with time zone
);

create table image_names (
    name varchar(700) primary key,
    repository varchar(512) not null,
    image_id varchar(71) not null references images (id) on delete cascade
);

create index image_names_image_id on image_names (image_id);

create table image_manifests (
    digest varchar(71) primary key,
    image_id varchar(71) not null references images (id) on delete cascade,
    media_type varchar(255) not null
);

create index image_manifests_image_id on image_manifests (image_id);

create table volumes (
    name varchar(255) primary key,
    driver varchar(255) not null,
    options varchar(100000) not null,
    labels varchar(100000) not null,
    anonymous boolean not null,
    created_at timestamp(6) with time zone not null
);

create table snapshots (
    id varchar(128) primary key,
    image_id varchar(71) not null,
    layers varchar(20000) not null
);

create table volume_users (
    mount_key varchar(4400) primary key,
    snapshot_id varchar(128) not null references snapshots (id) on delete cascade,
    volume varchar(255) not null references volumes (name),
    target varchar(4096) not null,
    anonymous boolean not null
);

create index volume_users_snapshot_id on volume_users (snapshot_id);
create index volume_users_volume on volume_users (volume);
