-- Rates that laws refer to.

-- +goose Up
-- Newer rows of the series that come with debitor (key rates, base rates, indices):
-- rate from day on, in 0.000001 percent; seen is the last day on which it was seen
-- in force. source and verified as with rates of exchange.
CREATE TABLE law_rate (
  company    TEXT COLLATE "C" NOT NULL,
  series     TEXT COLLATE "C" NOT NULL CHECK (series <> ''),
  day        DATE NOT NULL,
  rate       BIGINT NOT NULL,
  seen       DATE NOT NULL CHECK (seen >= day),
  source     TEXT NOT NULL,
  verified   BIGINT NOT NULL CHECK (verified IN (0, 1)),
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, series, day)
);

-- +goose Down
SELECT 1;
