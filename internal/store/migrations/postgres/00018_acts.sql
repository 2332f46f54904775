-- Reconciliation acts, and the statements that go out by themselves.

-- +goose Up
-- An act as it was made, with its lines (JSON), and what became of it. covers
-- says whether it is about all contracts of the customer or one; of one, an
-- empty contract is what belongs to none. Without from_date its lines are what is
-- open on the day to_date. campaign is the number of the act
-- that its campaign began with, 0 for one made alone. A signed act is a fact:
-- with the authority of who signed, it restarts the limitation of the debt.
CREATE TABLE act (
  company    TEXT COLLATE "C" NOT NULL,
  number     BIGINT NOT NULL CHECK (number > 0),
  campaign   BIGINT NOT NULL CHECK (campaign >= 0),
  customer   TEXT COLLATE "C" NOT NULL CHECK (customer <> ''),
  covers     TEXT COLLATE "C" NOT NULL CHECK (covers IN ('all', 'contract')),
  contract   TEXT COLLATE "C" NOT NULL,
  currency   TEXT COLLATE "C" NOT NULL CHECK (currency <> ''),
  from_date  DATE,
  to_date    DATE NOT NULL CHECK (from_date IS NULL OR to_date >= from_date),
  language   TEXT COLLATE "C" NOT NULL CHECK (language <> ''),
  balance    BIGINT NOT NULL,
  lines      TEXT NOT NULL,
  state      TEXT COLLATE "C" NOT NULL CHECK (state IN ('made', 'sent', 'signed', 'disagreed', 'withdrawn')),
  made_on    DATE NOT NULL,
  made_by    TEXT COLLATE "C" NOT NULL,
  sent_on    DATE,
  sent_to    TEXT NOT NULL,
  answered_on DATE,
  note       TEXT NOT NULL,
  signed_on  DATE,
  signed_by  TEXT NOT NULL,
  position   TEXT NOT NULL,
  authority  TEXT COLLATE "C" NOT NULL CHECK (authority IN ('', 'charter', 'power')),
  power      TEXT COLLATE "C" NOT NULL,
  power_from DATE,
  power_until DATE,
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, number),
  CHECK (covers = 'contract' OR contract = ''),
  CHECK ((state IN ('signed', 'disagreed')) = (answered_on IS NOT NULL)),
  CHECK ((state = 'signed') = (signed_on IS NOT NULL)),
  CHECK ((state = 'signed') = (signed_by <> '')),
  CHECK (authority = '' OR state = 'signed'),
  CHECK ((authority = 'power') = (power <> '')),
  CHECK ((authority = 'power') = (power_from IS NOT NULL))
);
CREATE INDEX act_customer ON act (company, customer, number);
CREATE INDEX act_campaign ON act (company, campaign, number) WHERE campaign > 0;
CREATE INDEX act_state ON act (company, state, number);

-- Whose statement goes out each month by itself, from a day of the month on:
-- that of the month before. children are the customers of his group. sent_for
-- is the last day of the newest period that was sent.
CREATE TABLE statement_order (
  company    TEXT COLLATE "C" NOT NULL,
  customer   TEXT COLLATE "C" NOT NULL CHECK (customer <> ''),
  address    TEXT COLLATE "C" NOT NULL CHECK (address <> ''),
  day        BIGINT NOT NULL CHECK (day BETWEEN 1 AND 28),
  children   BIGINT NOT NULL CHECK (children IN (0, 1)),
  sent_for   DATE,
  author     TEXT COLLATE "C" NOT NULL,
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, customer)
);

-- +goose Down
SELECT 1;
