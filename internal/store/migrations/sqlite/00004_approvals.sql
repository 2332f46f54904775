-- What somebody asked to be allowed, who answered, and what was shown for it.

-- +goose Up
-- A request. Whether it has run out is not kept but seen from expires; what
-- became of what it allowed, from the ledger.
CREATE TABLE approval (
  company    TEXT NOT NULL,
  number     INTEGER NOT NULL CHECK (number > 0),
  kind       TEXT NOT NULL CHECK (kind <> ''),
  customer   TEXT NOT NULL,
  invoice    TEXT NOT NULL,
  policy     TEXT NOT NULL,
  amount     INTEGER NOT NULL CHECK (amount >= 0),
  currency   TEXT NOT NULL,
  from_date  TEXT CHECK (from_date IS date(from_date)),
  until      TEXT CHECK (until IS date(until)),
  value      TEXT NOT NULL,
  reason     TEXT NOT NULL CHECK (reason <> ''),
  asked_by   TEXT NOT NULL,
  asked_on   TEXT NOT NULL CHECK (asked_on IS date(asked_on)),
  expires    TEXT NOT NULL CHECK (expires IS date(expires)),
  state      TEXT NOT NULL CHECK (state IN ('pending', 'approved', 'refused', 'withdrawn')),
  closed_on  TEXT CHECK (closed_on IS date(closed_on)),
  change     TEXT NOT NULL,
  PRIMARY KEY (company, number),
  CHECK (customer <> '' OR policy <> ''),
  CHECK (invoice = '' OR customer <> ''),
  CHECK ((state = 'pending') = (closed_on IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX approval_customer ON approval (company, customer, number);

-- What was shown for it: what it is, and the number of the document or the
-- name of the file; position is the order in which it was shown, for the books
-- keep the number of the first.
CREATE TABLE approval_evidence (
  company    TEXT NOT NULL,
  number     INTEGER NOT NULL,
  name       TEXT NOT NULL CHECK (name <> ''),
  document   TEXT NOT NULL CHECK (document <> ''),
  position   INTEGER NOT NULL,
  change     TEXT NOT NULL,
  PRIMARY KEY (company, number, name)
) STRICT, WITHOUT ROWID;

-- What people said to it, each person once: that is how two who propose and
-- one who decides are three.
CREATE TABLE approval_vote (
  company    TEXT NOT NULL,
  number     INTEGER NOT NULL,
  person     TEXT NOT NULL,
  role       TEXT NOT NULL,
  vote       TEXT NOT NULL CHECK (vote IN ('propose', 'approve', 'refuse')),
  reason     TEXT NOT NULL CHECK (reason <> ''),
  date       TEXT NOT NULL CHECK (date IS date(date)),
  change     TEXT NOT NULL,
  PRIMARY KEY (company, number, person)
) STRICT, WITHOUT ROWID;

-- +goose Down
SELECT 1;
