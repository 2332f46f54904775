-- What proves a shipment, and signs that a customer may not pay.

-- +goose Up
-- The signed original of a paper that came back: of an invoice, or of a
-- contract; the other key is empty.
CREATE TABLE original (
  company     TEXT COLLATE "C" NOT NULL,
  invoice     TEXT COLLATE "C" NOT NULL,
  contract    TEXT COLLATE "C" NOT NULL,
  paper       TEXT COLLATE "C" NOT NULL CHECK (paper IN ('contract', 'waybill', 'power-of-attorney', 'acceptance')),
  number      TEXT NOT NULL,
  returned_on DATE NOT NULL,
  author      TEXT NOT NULL,
  change      TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, invoice, contract, paper),
  CHECK ((invoice = '') <> (contract = '')),
  CHECK ((paper = 'contract') = (invoice = ''))
);

-- A red flag: what was seen and when, and why it was withdrawn. What the ledger
-- shows by itself, a long delay, has no row.
CREATE TABLE red_flag (
  company     TEXT COLLATE "C" NOT NULL,
  customer    TEXT COLLATE "C" NOT NULL CHECK (customer <> ''),
  number      BIGINT NOT NULL CHECK (number > 0),
  kind        TEXT COLLATE "C" NOT NULL CHECK (kind IN ('bankruptcy', 'new-owner', 'new-director', 'new-address', 'other-sign')),
  seen_on     DATE NOT NULL,
  note        TEXT NOT NULL,
  author      TEXT NOT NULL,
  ended_on    DATE,
  ended_by    TEXT NOT NULL,
  reason      TEXT NOT NULL,
  change      TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, customer, number),
  CHECK ((ended_on IS NULL) = (reason = ''))
);
CREATE INDEX red_flag_standing ON red_flag (company, customer) WHERE ended_on IS NULL;

-- That somebody looked a customer up in the registers on a day.
CREATE TABLE register_check (
  company     TEXT COLLATE "C" NOT NULL,
  customer    TEXT COLLATE "C" NOT NULL CHECK (customer <> ''),
  checked_on  DATE NOT NULL,
  note        TEXT NOT NULL,
  author      TEXT NOT NULL,
  change      TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, customer, checked_on)
);

-- +goose Down
SELECT 1;
