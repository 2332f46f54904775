-- Lists over all of the books are kept as figures are.

-- +goose Up
-- The first rows of a list that is kept, in its order; its head is the figures of
-- kept, with which they go.
CREATE TABLE kept_row (
  company    TEXT NOT NULL,
  what       TEXT NOT NULL,
  day        TEXT NOT NULL CHECK (day IS date(day)),
  place      INTEGER NOT NULL CHECK (place >= 0),
  data       TEXT NOT NULL,
  PRIMARY KEY (company, what, day, place)
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE kept_row;
