-- What is derived from the audit log, as its events come in. All of it can be made again from the log at any time.

-- How far each projection has come: all entries up to this number are in it, each exactly once, since the number moves in the
-- transaction that adds them. One of another version than the gateway's, or of version 0, is made anew.
CREATE TABLE projection_position (
    name     text    COLLATE "C" PRIMARY KEY,
    version  integer NOT NULL,
    sequence bigint  NOT NULL
);
