-- Reconciliation acts, and the statements that go out by themselves.

-- +goose Up
-- An act as it was made, with its lines (JSON), and what became of it. covers
-- says whether it is about all contracts of the customer or one; of one, an
-- empty contract is what belongs to none. Without from_date its lines are what is
-- open on the day to_date. campaign is the number of the act
-- that its campaign began with, 0 for one made alone. A signed act is a fact:
-- with the authority of who signed, it restarts the limitation of the debt.
CREATE TABLE act (
  company    TEXT NOT NULL,
  number     INTEGER NOT NULL CHECK (number > 0),
  campaign   INTEGER NOT NULL CHECK (campaign >= 0),
  customer   TEXT NOT NULL CHECK (customer <> ''),
  covers     TEXT NOT NULL CHECK (covers IN ('all', 'contract')),
  contract   TEXT NOT NULL,
  currency   TEXT NOT NULL CHECK (currency <> ''),
  from_date  TEXT CHECK (from_date IS date(from_date)),
  to_date    TEXT NOT NULL CHECK (to_date IS date(to_date) AND (from_date IS NULL OR to_date >= from_date)),
  language   TEXT NOT NULL CHECK (language <> ''),
  balance    INTEGER NOT NULL,
  lines      TEXT NOT NULL,
  state      TEXT NOT NULL CHECK (state IN ('made', 'sent', 'signed', 'disagreed', 'withdrawn')),
  made_on    TEXT NOT NULL CHECK (made_on IS date(made_on)),
  made_by    TEXT NOT NULL,
  sent_on    TEXT CHECK (sent_on IS date(sent_on)),
  sent_to    TEXT NOT NULL,
  answered_on TEXT CHECK (answered_on IS date(answered_on)),
  note       TEXT NOT NULL,
  signed_on  TEXT CHECK (signed_on IS date(signed_on)),
  signed_by  TEXT NOT NULL,
  position   TEXT NOT NULL,
  authority  TEXT NOT NULL CHECK (authority IN ('', 'charter', 'power')),
  power      TEXT NOT NULL,
  power_from TEXT CHECK (power_from IS date(power_from)),
  power_until TEXT CHECK (power_until IS date(power_until)),
  change     TEXT NOT NULL,
  PRIMARY KEY (company, number),
  CHECK (covers = 'contract' OR contract = ''),
  CHECK ((state IN ('signed', 'disagreed')) = (answered_on IS NOT NULL)),
  CHECK ((state = 'signed') = (signed_on IS NOT NULL)),
  CHECK ((state = 'signed') = (signed_by <> '')),
  CHECK (authority = '' OR state = 'signed'),
  CHECK ((authority = 'power') = (power <> '')),
  CHECK ((authority = 'power') = (power_from IS NOT NULL))
) STRICT;
CREATE INDEX act_customer ON act (company, customer, number);
CREATE INDEX act_campaign ON act (company, campaign, number) WHERE campaign > 0;
CREATE INDEX act_state ON act (company, state, number);

-- Whose statement goes out each month by itself, from a day of the month on:
-- that of the month before. children are the customers of his group. sent_for
-- is the last day of the newest period that was sent.
CREATE TABLE statement_order (
  company    TEXT NOT NULL,
  customer   TEXT NOT NULL CHECK (customer <> ''),
  address    TEXT NOT NULL CHECK (address <> ''),
  day        INTEGER NOT NULL CHECK (day BETWEEN 1 AND 28),
  children   INTEGER NOT NULL CHECK (children IN (0, 1)),
  sent_for   TEXT CHECK (sent_for IS date(sent_for)),
  author     TEXT NOT NULL,
  change     TEXT NOT NULL,
  PRIMARY KEY (company, customer)
) STRICT, WITHOUT ROWID;

-- +goose Down
SELECT 1;
