-- Files that were brought by a browser and wait to be checked and taken in.

-- +goose Up
-- State: queued (to be checked), checked, taking, taken, refused. report is
-- what the last look at it said, as JSON; problem what it failed by.
CREATE TABLE upload (
  company    TEXT COLLATE "C" NOT NULL,
  upload     TEXT COLLATE "C" NOT NULL CHECK (upload <> ''),
  at         TIMESTAMPTZ NOT NULL,
  author     TEXT NOT NULL,
  state      TEXT NOT NULL CHECK (state IN ('queued', 'checked', 'taking', 'taken', 'refused')),
  kind       TEXT NOT NULL,
  map        TEXT NOT NULL,
  date       DATE,
  report     TEXT NOT NULL,
  problem    TEXT NOT NULL,
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, upload)
);

-- A file in pieces, so that a large one needs no memory of its size; they go
-- when it is taken in, for the journal has the hash of what was.
CREATE TABLE upload_piece (
  company    TEXT COLLATE "C" NOT NULL,
  upload     TEXT COLLATE "C" NOT NULL,
  file       BIGINT NOT NULL,
  piece      BIGINT NOT NULL,
  name       TEXT NOT NULL CHECK (name <> ''),
  data       BYTEA NOT NULL,
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, upload, file, piece)
);

-- +goose Down
SELECT 1;
