alter table snapshots add column ephemeral boolean default false not null;
