-- Files that were brought by a browser and wait to be checked and taken in.

-- +goose Up
-- State: queued (to be checked), checked, taking, taken, refused. report is
-- what the last look at it said, as JSON; problem what it failed by.
CREATE TABLE upload (
  company    TEXT NOT NULL,
  upload     TEXT NOT NULL CHECK (upload <> ''),
  at         TEXT NOT NULL,
  author     TEXT NOT NULL,
  state      TEXT NOT NULL CHECK (state IN ('queued', 'checked', 'taking', 'taken', 'refused')),
  kind       TEXT NOT NULL,
  map        TEXT NOT NULL,
  date       TEXT CHECK (date IS date(date)),
  report     TEXT NOT NULL,
  problem    TEXT NOT NULL,
  change     TEXT NOT NULL,
  PRIMARY KEY (company, upload)
) STRICT;

-- A file in pieces, so that a large one needs no memory of its size; they go
-- when it is taken in, for the journal has the hash of what was.
CREATE TABLE upload_piece (
  company    TEXT NOT NULL,
  upload     TEXT NOT NULL,
  file       INTEGER NOT NULL,
  piece      INTEGER NOT NULL,
  name       TEXT NOT NULL CHECK (name <> ''),
  data       BLOB NOT NULL,
  change     TEXT NOT NULL,
  PRIMARY KEY (company, upload, file, piece)
) STRICT;

-- +goose Down
SELECT 1;
