-- Lists over all of the books are kept as figures are.

-- +goose Up
-- The first rows of a list that is kept, in its order; its head is the figures of
-- kept, with which they go.
CREATE TABLE kept_row (
  company    TEXT COLLATE "C" NOT NULL,
  what       TEXT COLLATE "C" NOT NULL,
  day        DATE NOT NULL,
  place      BIGINT NOT NULL CHECK (place >= 0),
  data       TEXT NOT NULL,
  PRIMARY KEY (company, what, day, place)
);

-- +goose Down
DROP TABLE kept_row;
