-- Credit: what people have set for a customer, what he will owe, and whose turn
-- it is to be answered.

-- +goose Up
-- A term of credit that somebody set: a limit in money or days, a security, a
-- prepayment, a place on the stop or black list. It is never edited: it ends on
-- its last day, or is ended.
CREATE TABLE credit_term (
  company    TEXT COLLATE "C" NOT NULL,
  number     BIGINT NOT NULL CHECK (number > 0),
  customer   TEXT COLLATE "C" NOT NULL CHECK (customer <> ''),
  kind       TEXT COLLATE "C" NOT NULL CHECK (kind IN ('limit', 'pledge', 'surety', 'bank-guarantee', 'insurance', 'prepayment', 'stop-list', 'black-list', 'papers')),
  scope      TEXT COLLATE "C" NOT NULL CHECK (scope IN ('customer', 'contract', 'group', 'month')),
  contract   TEXT COLLATE "C" NOT NULL,
  amount     BIGINT CHECK (amount >= 0),
  currency   TEXT COLLATE "C" NOT NULL,
  days       BIGINT NOT NULL CHECK (days >= 0),
  percent    BIGINT NOT NULL CHECK (percent BETWEEN 0 AND 100),
  from_date  DATE,
  until      DATE,
  document   TEXT NOT NULL,
  reason     TEXT NOT NULL CHECK (reason <> ''),
  author     TEXT NOT NULL,
  set_on     DATE NOT NULL,
  approval   BIGINT NOT NULL CHECK (approval >= 0),
  ended_on   DATE,
  ended_by   TEXT NOT NULL,
  ended_why  TEXT NOT NULL,
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, number),
  CHECK ((scope = 'contract') = (contract <> '')),
  CHECK ((ended_on IS NULL) = (ended_by = '')),
  CHECK (kind <> 'prepayment' OR percent > 0),
  CHECK (kind <> 'limit' OR amount IS NOT NULL OR days > 0)
);
CREATE INDEX credit_term_customer ON credit_term (company, customer, number);

-- What a customer will owe: orders taken, goods shipped and not invoiced,
-- reservations. amount is what is left of it; closed tells why nothing is any
-- more. A reservation counts until a moment.
CREATE TABLE commitment (
  company    TEXT COLLATE "C" NOT NULL,
  kind       TEXT COLLATE "C" NOT NULL CHECK (kind IN ('order', 'shipment', 'reservation')),
  commitment TEXT COLLATE "C" NOT NULL CHECK (commitment <> ''),
  order_key  TEXT COLLATE "C" NOT NULL,
  customer   TEXT COLLATE "C" NOT NULL CHECK (customer <> ''),
  contract   TEXT COLLATE "C" NOT NULL,
  date       DATE NOT NULL,
  amount     BIGINT NOT NULL CHECK (amount >= 0),
  currency   TEXT COLLATE "C" NOT NULL CHECK (currency <> ''),
  expires    TIMESTAMPTZ,
  author     TEXT NOT NULL,
  closed     TEXT COLLATE "C" NOT NULL,
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, kind, commitment),
  CHECK ((kind = 'reservation') = (expires IS NOT NULL))
);
CREATE INDEX commitment_open ON commitment (company, customer, kind, commitment) WHERE closed = '';

-- Two answers that would reserve the last of one limit take turns at this row.
CREATE TABLE credit_turn (
  company    TEXT COLLATE "C" NOT NULL,
  customer   TEXT COLLATE "C" NOT NULL CHECK (customer <> ''),
  turns      BIGINT NOT NULL CHECK (turns > 0),
  PRIMARY KEY (company, customer)
);

-- On which day a lift was given, and whether because of debts that were overdue:
-- with the last of them paid it ends by itself. approval is the request it came
-- from. Older lifts say neither.
ALTER TABLE hold_lift ADD COLUMN given_on DATE;
ALTER TABLE hold_lift ADD COLUMN for_debts BIGINT NOT NULL DEFAULT 0 CHECK (for_debts IN (0, 1));
ALTER TABLE hold_lift ADD COLUMN approval BIGINT NOT NULL DEFAULT 0;
ALTER TABLE hold_lift ADD COLUMN ended_on DATE;
CREATE INDEX customer_parent ON customer (company, parent) WHERE parent <> '';

-- +goose Down
SELECT 1;
