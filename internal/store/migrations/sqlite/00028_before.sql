-- What proves a shipment, and signs that a customer may not pay.

-- +goose Up
-- The signed original of a paper that came back: of an invoice, or of a
-- contract; the other key is empty.
CREATE TABLE original (
  company     TEXT NOT NULL,
  invoice     TEXT NOT NULL,
  contract    TEXT NOT NULL,
  paper       TEXT NOT NULL CHECK (paper IN ('contract', 'waybill', 'power-of-attorney', 'acceptance')),
  number      TEXT NOT NULL,
  returned_on TEXT NOT NULL CHECK (returned_on IS date(returned_on)),
  author      TEXT NOT NULL,
  change      TEXT NOT NULL,
  PRIMARY KEY (company, invoice, contract, paper),
  CHECK ((invoice = '') <> (contract = '')),
  CHECK ((paper = 'contract') = (invoice = ''))
) STRICT, WITHOUT ROWID;

-- A red flag: what was seen and when, and why it was withdrawn. What the ledger
-- shows by itself, a long delay, has no row.
CREATE TABLE red_flag (
  company     TEXT NOT NULL,
  customer    TEXT NOT NULL CHECK (customer <> ''),
  number      INTEGER NOT NULL CHECK (number > 0),
  kind        TEXT NOT NULL CHECK (kind IN ('bankruptcy', 'new-owner', 'new-director', 'new-address', 'other-sign')),
  seen_on     TEXT NOT NULL CHECK (seen_on IS date(seen_on)),
  note        TEXT NOT NULL,
  author      TEXT NOT NULL,
  ended_on    TEXT CHECK (ended_on IS date(ended_on)),
  ended_by    TEXT NOT NULL,
  reason      TEXT NOT NULL,
  change      TEXT NOT NULL,
  PRIMARY KEY (company, customer, number),
  CHECK ((ended_on IS NULL) = (reason = ''))
) STRICT, WITHOUT ROWID;
CREATE INDEX red_flag_standing ON red_flag (company, customer) WHERE ended_on IS NULL;

-- That somebody looked a customer up in the registers on a day.
CREATE TABLE register_check (
  company     TEXT NOT NULL,
  customer    TEXT NOT NULL CHECK (customer <> ''),
  checked_on  TEXT NOT NULL CHECK (checked_on IS date(checked_on)),
  note        TEXT NOT NULL,
  author      TEXT NOT NULL,
  change      TEXT NOT NULL,
  PRIMARY KEY (company, customer, checked_on)
) STRICT, WITHOUT ROWID;

-- +goose Down
SELECT 1;
