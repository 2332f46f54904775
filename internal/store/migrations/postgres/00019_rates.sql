-- Rates of exchange.

-- +goose Up
-- Official rates by day: units of currency cost price of base, both in
-- 0.00000001. source is who set it; verified tells that it was read from a file
-- as the bank publishes it, or marked so in a list.
CREATE TABLE rate (
  company    TEXT COLLATE "C" NOT NULL,
  base       TEXT COLLATE "C" NOT NULL CHECK (base <> ''),
  day        DATE NOT NULL,
  currency   TEXT COLLATE "C" NOT NULL CHECK (currency <> '' AND currency <> base),
  units      BIGINT NOT NULL CHECK (units > 0),
  price      BIGINT NOT NULL CHECK (price > 0),
  source     TEXT NOT NULL,
  verified   BIGINT NOT NULL CHECK (verified IN (0, 1)),
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, base, day, currency)
);

-- +goose Down
SELECT 1;
