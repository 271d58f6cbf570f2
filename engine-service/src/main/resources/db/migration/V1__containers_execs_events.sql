-- definition: what the container is to be; state: what was last seen of it. Both JSON, read as a whole.
create table container (
  id varchar(64) primary key,
  name varchar(255) not null,
  created bigint not null,
  image_id varchar(128) not null,
  status varchar(16) not null,
  definition varchar(1048576) not null,
  state varchar(1048576) not null,
  version bigint not null
);
create unique index container_name on container (name);
create index container_status on container (status);

create table exec (
  id varchar(64) primary key,
  container_id varchar(64) not null references container (id) on delete cascade,
  created bigint not null,
  spec varchar(1048576) not null,
  phase varchar(16) not null,
  pid integer not null,
  exit_code integer
);
create index exec_container on exec (container_id);

-- The revision comes from the one row of event_counter, which each writer locks until it commits: an identity column
-- would show a later number before an earlier one, and a follower would miss it.
create table event_counter (
  id integer primary key,
  revision bigint not null
);
insert into event_counter (id, revision) values (1, 0);

create table event (
  revision bigint primary key,
  occurred bigint not null,
  type varchar(32) not null,
  action varchar(255) not null,
  actor varchar(255) not null,
  attributes varchar(1048576) not null
);
create index event_occurred on event (occurred);
