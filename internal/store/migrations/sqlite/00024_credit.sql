-- Credit: what people have set for a customer, what he will owe, and whose turn
-- it is to be answered.

-- +goose Up
-- A term of credit that somebody set: a limit in money or days, a security, a
-- prepayment, a place on the stop or black list. It is never edited: it ends on
-- its last day, or is ended.
CREATE TABLE credit_term (
  company    TEXT NOT NULL,
  number     INTEGER NOT NULL CHECK (number > 0),
  customer   TEXT NOT NULL CHECK (customer <> ''),
  kind       TEXT NOT NULL CHECK (kind IN ('limit', 'pledge', 'surety', 'bank-guarantee', 'insurance', 'prepayment', 'stop-list', 'black-list', 'papers')),
  scope      TEXT NOT NULL CHECK (scope IN ('customer', 'contract', 'group', 'month')),
  contract   TEXT NOT NULL,
  amount     INTEGER CHECK (amount >= 0),
  currency   TEXT NOT NULL,
  days       INTEGER NOT NULL CHECK (days >= 0),
  percent    INTEGER NOT NULL CHECK (percent BETWEEN 0 AND 100),
  from_date  TEXT CHECK (from_date IS date(from_date)),
  until      TEXT CHECK (until IS date(until)),
  document   TEXT NOT NULL,
  reason     TEXT NOT NULL CHECK (reason <> ''),
  author     TEXT NOT NULL,
  set_on     TEXT NOT NULL CHECK (set_on IS date(set_on)),
  approval   INTEGER NOT NULL CHECK (approval >= 0),
  ended_on   TEXT CHECK (ended_on IS date(ended_on)),
  ended_by   TEXT NOT NULL,
  ended_why  TEXT NOT NULL,
  change     TEXT NOT NULL,
  PRIMARY KEY (company, number),
  CHECK ((scope = 'contract') = (contract <> '')),
  CHECK ((ended_on IS NULL) = (ended_by = '')),
  CHECK (kind <> 'prepayment' OR percent > 0),
  CHECK (kind <> 'limit' OR amount IS NOT NULL OR days > 0)
) STRICT;
CREATE INDEX credit_term_customer ON credit_term (company, customer, number);

-- What a customer will owe: orders taken, goods shipped and not invoiced,
-- reservations. amount is what is left of it; closed tells why nothing is any
-- more. A reservation counts until a moment.
CREATE TABLE commitment (
  company    TEXT NOT NULL,
  kind       TEXT NOT NULL CHECK (kind IN ('order', 'shipment', 'reservation')),
  commitment TEXT NOT NULL CHECK (commitment <> ''),
  order_key  TEXT NOT NULL,
  customer   TEXT NOT NULL CHECK (customer <> ''),
  contract   TEXT NOT NULL,
  date       TEXT NOT NULL CHECK (date IS date(date)),
  amount     INTEGER NOT NULL CHECK (amount >= 0),
  currency   TEXT NOT NULL CHECK (currency <> ''),
  expires    TEXT,
  author     TEXT NOT NULL,
  closed     TEXT NOT NULL,
  change     TEXT NOT NULL,
  PRIMARY KEY (company, kind, commitment),
  CHECK ((kind = 'reservation') = (expires IS NOT NULL))
) STRICT;
CREATE INDEX commitment_open ON commitment (company, customer, kind, commitment) WHERE closed = '';

-- Two answers that would reserve the last of one limit take turns at this row.
CREATE TABLE credit_turn (
  company    TEXT NOT NULL,
  customer   TEXT NOT NULL CHECK (customer <> ''),
  turns      INTEGER NOT NULL CHECK (turns > 0),
  PRIMARY KEY (company, customer)
) STRICT, WITHOUT ROWID;

-- On which day a lift was given, and whether because of debts that were overdue:
-- with the last of them paid it ends by itself. approval is the request it came
-- from. Older lifts say neither.
ALTER TABLE hold_lift ADD COLUMN given_on TEXT CHECK (given_on IS date(given_on));
ALTER TABLE hold_lift ADD COLUMN for_debts INTEGER NOT NULL DEFAULT 0 CHECK (for_debts IN (0, 1));
ALTER TABLE hold_lift ADD COLUMN approval INTEGER NOT NULL DEFAULT 0;
ALTER TABLE hold_lift ADD COLUMN ended_on TEXT CHECK (ended_on IS date(ended_on));
CREATE INDEX customer_parent ON customer (company, parent) WHERE parent <> '';

-- +goose Down
SELECT 1;
