CREATE TABLE networks (
    id         VARCHAR(64)              NOT NULL PRIMARY KEY,
    name       VARCHAR(255)             NOT NULL UNIQUE,
    created    TIMESTAMP WITH TIME ZONE NOT NULL,
    driver     VARCHAR(32)              NOT NULL,
    bridge     VARCHAR(15) UNIQUE, -- its link on the host; null: no bridge
    subnet     VARCHAR(18),
    gateway    VARCHAR(15),
    ip_range   VARCHAR(18),
    auxiliary  VARCHAR(10000)           NOT NULL, -- JSON: name to address
    ipv6       BOOLEAN                  NOT NULL,
    internal   BOOLEAN                  NOT NULL,
    attachable BOOLEAN                  NOT NULL,
    predefined BOOLEAN                  NOT NULL,
    options    VARCHAR(10000)           NOT NULL, -- JSON
    labels     VARCHAR(1000000)         NOT NULL  -- JSON
);

CREATE TABLE sandboxes (
    id      VARCHAR(64)              NOT NULL PRIMARY KEY,
    created TIMESTAMP WITH TIME ZONE NOT NULL,
    spec    VARCHAR(1000000)         NOT NULL, -- JSON: as it was asked for
    ports   VARCHAR(10000000)        NOT NULL  -- JSON: as they are published
);

-- An endpoint is the lease of its address. It outlives its sandbox until its link is gone from the host.
CREATE TABLE endpoints (
    id             VARCHAR(64)  NOT NULL PRIMARY KEY,
    network_id     VARCHAR(64)  NOT NULL REFERENCES networks (id),
    sandbox_id     VARCHAR(64)  NOT NULL,
    sandbox_name   VARCHAR(255) NOT NULL,
    address        VARCHAR(15), -- null: the network gives none
    mac            VARCHAR(17)  NOT NULL,
    link           VARCHAR(15)  NOT NULL, -- the host's end; empty: none
    interface_name VARCHAR(15)  NOT NULL,
    aliases        VARCHAR(100000) NOT NULL, -- JSON
    leaving        BOOLEAN      NOT NULL,
    UNIQUE (network_id, address)
);

CREATE INDEX endpoints_of_sandbox ON endpoints (sandbox_id);
