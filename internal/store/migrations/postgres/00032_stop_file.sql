-- The stop list as files.

-- +goose Up
-- The last time that a company's stop list was written, and the last try.
CREATE TABLE stop_file (
  company   TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  written   BIGINT NOT NULL CHECK (written >= 0),
  day       DATE,
  customers BIGINT NOT NULL CHECK (customers >= 0),
  hash      TEXT NOT NULL,
  tried     BIGINT NOT NULL CHECK (tried >= written),
  problem   TEXT NOT NULL,
  change    TEXT COLLATE "C" NOT NULL
);

-- +goose Down
DROP TABLE stop_file;
