-- Rates of exchange.

-- +goose Up
-- Official rates by day: units of currency cost price of base, both in
-- 0.00000001. source is who set it; verified tells that it was read from a file
-- as the bank publishes it, or marked so in a list.
CREATE TABLE rate (
  company    TEXT NOT NULL,
  base       TEXT NOT NULL CHECK (base <> ''),
  day        TEXT NOT NULL CHECK (day IS date(day)),
  currency   TEXT NOT NULL CHECK (currency <> '' AND currency <> base),
  units      INTEGER NOT NULL CHECK (units > 0),
  price      INTEGER NOT NULL CHECK (price > 0),
  source     TEXT NOT NULL,
  verified   INTEGER NOT NULL CHECK (verified IN (0, 1)),
  change     TEXT NOT NULL,
  PRIMARY KEY (company, base, day, currency)
) STRICT, WITHOUT ROWID;

-- +goose Down
SELECT 1;
