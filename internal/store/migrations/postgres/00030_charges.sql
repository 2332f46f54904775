-- What is asked for because debts were late: penalty, interest, fines, fees.

-- +goose Up
-- A charge for an instalment (invoice, part), a contract, or the customer. Its
-- days are counted from from_date to to_date; sheet is its calculation as JSON,
-- so that it can be printed again; basis says what law or clause it goes by.
-- task is the task of a run that it was proposed with. paid and waived are the
-- sums of its moves. A charge that was dropped never counted; one that was
-- reversed counts no more.
CREATE TABLE charge (
  company     TEXT COLLATE "C" NOT NULL,
  number      BIGINT NOT NULL CHECK (number > 0),
  customer    TEXT COLLATE "C" NOT NULL CHECK (customer <> ''),
  contract    TEXT COLLATE "C" NOT NULL,
  invoice     TEXT COLLATE "C" NOT NULL,
  part        BIGINT NOT NULL CHECK (part >= 0),
  currency    TEXT COLLATE "C" NOT NULL CHECK (currency <> ''),
  kind        TEXT COLLATE "C" NOT NULL CHECK (kind IN ('penalty', 'interest', 'use', 'fine', 'lump-sum', 'delay-price', 'court-fee')),
  from_date   DATE,
  to_date     DATE NOT NULL,
  amount      BIGINT NOT NULL CHECK (amount > 0),
  paid        BIGINT NOT NULL CHECK (paid >= 0),
  waived      BIGINT NOT NULL CHECK (waived >= 0),
  law         TEXT COLLATE "C" NOT NULL,
  basis       TEXT NOT NULL,
  sheet       TEXT NOT NULL,
  state       TEXT COLLATE "C" NOT NULL CHECK (state IN ('proposed', 'charged', 'dropped', 'reversed')),
  task        TEXT COLLATE "C" NOT NULL,
  proposed_on DATE NOT NULL,
  proposed_by TEXT NOT NULL,
  decided_on  DATE,
  decided_by  TEXT NOT NULL,
  decided_why TEXT NOT NULL,
  approval    BIGINT NOT NULL CHECK (approval >= 0),
  change      TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, number),
  CHECK (paid + waived <= amount),
  CHECK (state = 'charged' OR paid + waived = 0),
  CHECK ((state = 'proposed') = (decided_on IS NULL)),
  CHECK ((invoice = '') = (part = 0))
);
CREATE INDEX charge_customer ON charge (company, customer, number);
CREATE INDEX charge_waiting ON charge (company, number) WHERE state = 'proposed';

-- What became of a charge: money that came for it, or that somebody let go. A
-- negative amount takes one back. approval is the request by which it was waived.
CREATE TABLE charge_move (
  company    TEXT COLLATE "C" NOT NULL,
  charge     BIGINT NOT NULL,
  move       BIGINT NOT NULL CHECK (move > 0),
  kind       TEXT COLLATE "C" NOT NULL CHECK (kind IN ('paid', 'waived')),
  date       DATE NOT NULL,
  amount     BIGINT NOT NULL CHECK (amount <> 0),
  document   TEXT NOT NULL,
  reason     TEXT NOT NULL,
  author     TEXT NOT NULL,
  approval   BIGINT NOT NULL CHECK (approval >= 0),
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, charge, move)
);

-- +goose Down
SELECT 1;
