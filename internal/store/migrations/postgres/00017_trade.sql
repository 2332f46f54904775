-- Positions of invoices, and what we owe our customers.

-- +goose Up
-- What an invoice is made of (R-104). vat and net of a credit note are negative.
CREATE TABLE invoice_line (
  company    TEXT COLLATE "C" NOT NULL,
  invoice    TEXT COLLATE "C" NOT NULL,
  line       BIGINT NOT NULL CHECK (line > 0),
  text       TEXT COLLATE "C" NOT NULL,
  product_group TEXT COLLATE "C" NOT NULL,
  segment    TEXT COLLATE "C" NOT NULL,
  rate       TEXT COLLATE "C" NOT NULL,
  net        BIGINT NOT NULL,
  vat        BIGINT NOT NULL,
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, invoice, line)
);

-- What we owed a customer on the day of a list; the list of a later day takes
-- its place, and both are kept.
CREATE TABLE payable (
  company    TEXT COLLATE "C" NOT NULL,
  day        DATE NOT NULL,
  customer   TEXT COLLATE "C" NOT NULL,
  contract   TEXT COLLATE "C" NOT NULL,
  document   TEXT COLLATE "C" NOT NULL CHECK (document <> ''),
  currency   TEXT COLLATE "C" NOT NULL,
  date       DATE,
  due        DATE,
  open       BIGINT NOT NULL CHECK (open >= 0),
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, day, customer, contract, document, currency)
);

-- A customer is found by his tax number when a document names no other code.
CREATE INDEX customer_tax ON customer (company, tax_id) WHERE tax_id <> '';

-- +goose Down
SELECT 1;
