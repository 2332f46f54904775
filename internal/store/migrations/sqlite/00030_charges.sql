-- What is asked for because debts were late: penalty, interest, fines, fees.

-- +goose Up
-- A charge for an instalment (invoice, part), a contract, or the customer. Its
-- days are counted from from_date to to_date; sheet is its calculation as JSON,
-- so that it can be printed again; basis says what law or clause it goes by.
-- task is the task of a run that it was proposed with. paid and waived are the
-- sums of its moves. A charge that was dropped never counted; one that was
-- reversed counts no more.
CREATE TABLE charge (
  company     TEXT NOT NULL,
  number      INTEGER NOT NULL CHECK (number > 0),
  customer    TEXT NOT NULL CHECK (customer <> ''),
  contract    TEXT NOT NULL,
  invoice     TEXT NOT NULL,
  part        INTEGER NOT NULL CHECK (part >= 0),
  currency    TEXT NOT NULL CHECK (currency <> ''),
  kind        TEXT NOT NULL CHECK (kind IN ('penalty', 'interest', 'use', 'fine', 'lump-sum', 'delay-price', 'court-fee')),
  from_date   TEXT CHECK (from_date IS date(from_date)),
  to_date     TEXT NOT NULL CHECK (to_date IS date(to_date)),
  amount      INTEGER NOT NULL CHECK (amount > 0),
  paid        INTEGER NOT NULL CHECK (paid >= 0),
  waived      INTEGER NOT NULL CHECK (waived >= 0),
  law         TEXT NOT NULL,
  basis       TEXT NOT NULL,
  sheet       TEXT NOT NULL,
  state       TEXT NOT NULL CHECK (state IN ('proposed', 'charged', 'dropped', 'reversed')),
  task        TEXT NOT NULL,
  proposed_on TEXT NOT NULL CHECK (proposed_on IS date(proposed_on)),
  proposed_by TEXT NOT NULL,
  decided_on  TEXT CHECK (decided_on IS date(decided_on)),
  decided_by  TEXT NOT NULL,
  decided_why TEXT NOT NULL,
  approval    INTEGER NOT NULL CHECK (approval >= 0),
  change      TEXT NOT NULL,
  PRIMARY KEY (company, number),
  CHECK (paid + waived <= amount),
  CHECK (state = 'charged' OR paid + waived = 0),
  CHECK ((state = 'proposed') = (decided_on IS NULL)),
  CHECK ((invoice = '') = (part = 0))
) STRICT;
CREATE INDEX charge_customer ON charge (company, customer, number);
CREATE INDEX charge_waiting ON charge (company, number) WHERE state = 'proposed';

-- What became of a charge: money that came for it, or that somebody let go. A
-- negative amount takes one back. approval is the request by which it was waived.
CREATE TABLE charge_move (
  company    TEXT NOT NULL,
  charge     INTEGER NOT NULL,
  move       INTEGER NOT NULL CHECK (move > 0),
  kind       TEXT NOT NULL CHECK (kind IN ('paid', 'waived')),
  date       TEXT NOT NULL CHECK (date IS date(date)),
  amount     INTEGER NOT NULL CHECK (amount <> 0),
  document   TEXT NOT NULL,
  reason     TEXT NOT NULL,
  author     TEXT NOT NULL,
  approval   INTEGER NOT NULL CHECK (approval >= 0),
  change     TEXT NOT NULL,
  PRIMARY KEY (company, charge, move)
) STRICT;

-- +goose Down
SELECT 1;
