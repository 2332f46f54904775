-- Rates that laws refer to.

-- +goose Up
-- Newer rows of the series that come with debitor (key rates, base rates, indices):
-- rate from day on, in 0.000001 percent; seen is the last day on which it was seen
-- in force. source and verified as with rates of exchange.
CREATE TABLE law_rate (
  company    TEXT NOT NULL,
  series     TEXT NOT NULL CHECK (series <> ''),
  day        TEXT NOT NULL CHECK (day IS date(day)),
  rate       INTEGER NOT NULL,
  seen       TEXT NOT NULL CHECK (seen IS date(seen) AND seen >= day),
  source     TEXT NOT NULL,
  verified   INTEGER NOT NULL CHECK (verified IN (0, 1)),
  change     TEXT NOT NULL,
  PRIMARY KEY (company, series, day)
) STRICT, WITHOUT ROWID;

-- +goose Down
SELECT 1;
