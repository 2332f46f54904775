-- Positions of invoices, and what we owe our customers.

-- +goose Up
-- What an invoice is made of (R-104). vat and net of a credit note are negative.
CREATE TABLE invoice_line (
  company    TEXT NOT NULL,
  invoice    TEXT NOT NULL,
  line       INTEGER NOT NULL CHECK (line > 0),
  text       TEXT NOT NULL,
  product_group TEXT NOT NULL,
  segment    TEXT NOT NULL,
  rate       TEXT NOT NULL,
  net        INTEGER NOT NULL,
  vat        INTEGER NOT NULL,
  change     TEXT NOT NULL,
  PRIMARY KEY (company, invoice, line)
) STRICT, WITHOUT ROWID;

-- What we owed a customer on the day of a list; the list of a later day takes
-- its place, and both are kept.
CREATE TABLE payable (
  company    TEXT NOT NULL,
  day        TEXT NOT NULL CHECK (day IS date(day)),
  customer   TEXT NOT NULL,
  contract   TEXT NOT NULL,
  document   TEXT NOT NULL CHECK (document <> ''),
  currency   TEXT NOT NULL,
  date       TEXT CHECK (date IS date(date)),
  due        TEXT CHECK (due IS date(due)),
  open       INTEGER NOT NULL CHECK (open >= 0),
  change     TEXT NOT NULL,
  PRIMARY KEY (company, day, customer, contract, document, currency)
) STRICT, WITHOUT ROWID;

-- A customer is found by his tax number when a document names no other code.
CREATE INDEX customer_tax ON customer (company, tax_id) WHERE tax_id <> '';

-- +goose Down
SELECT 1;
