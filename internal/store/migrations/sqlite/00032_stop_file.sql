-- The stop list as files.

-- +goose Up
-- The last time that a company's stop list was written, and the last try.
CREATE TABLE stop_file (
  company   TEXT NOT NULL PRIMARY KEY,
  written   INTEGER NOT NULL CHECK (written >= 0),
  day       TEXT CHECK (day IS date(day)),
  customers INTEGER NOT NULL CHECK (customers >= 0),
  hash      TEXT NOT NULL,
  tried     INTEGER NOT NULL CHECK (tried >= written),
  problem   TEXT NOT NULL,
  change    TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE stop_file;
