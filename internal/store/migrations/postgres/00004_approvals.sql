-- What somebody asked to be allowed, who answered, and what was shown for it.

-- +goose Up
-- A request. Whether it has run out is not kept but seen from expires; what
-- became of what it allowed, from the ledger.
CREATE TABLE approval (
  company    TEXT COLLATE "C" NOT NULL,
  number     BIGINT NOT NULL CHECK (number > 0),
  kind       TEXT COLLATE "C" NOT NULL CHECK (kind <> ''),
  customer   TEXT COLLATE "C" NOT NULL,
  invoice    TEXT COLLATE "C" NOT NULL,
  policy     TEXT COLLATE "C" NOT NULL,
  amount     BIGINT NOT NULL CHECK (amount >= 0),
  currency   TEXT COLLATE "C" NOT NULL,
  from_date  DATE,
  until      DATE,
  value      TEXT NOT NULL,
  reason     TEXT NOT NULL CHECK (reason <> ''),
  asked_by   TEXT COLLATE "C" NOT NULL,
  asked_on   DATE NOT NULL,
  expires    DATE NOT NULL,
  state      TEXT COLLATE "C" NOT NULL CHECK (state IN ('pending', 'approved', 'refused', 'withdrawn')),
  closed_on  DATE,
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, number),
  CHECK (customer <> '' OR policy <> ''),
  CHECK (invoice = '' OR customer <> ''),
  CHECK ((state = 'pending') = (closed_on IS NULL))
);
CREATE INDEX approval_customer ON approval (company, customer, number);

-- What was shown for it: what it is, and the number of the document or the
-- name of the file; position is the order in which it was shown, for the books
-- keep the number of the first.
CREATE TABLE approval_evidence (
  company    TEXT COLLATE "C" NOT NULL,
  number     BIGINT NOT NULL,
  name       TEXT COLLATE "C" NOT NULL CHECK (name <> ''),
  document   TEXT NOT NULL CHECK (document <> ''),
  position   BIGINT NOT NULL,
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, number, name)
);

-- What people said to it, each person once: that is how two who propose and
-- one who decides are three.
CREATE TABLE approval_vote (
  company    TEXT COLLATE "C" NOT NULL,
  number     BIGINT NOT NULL,
  person     TEXT COLLATE "C" NOT NULL,
  role       TEXT COLLATE "C" NOT NULL,
  vote       TEXT COLLATE "C" NOT NULL CHECK (vote IN ('propose', 'approve', 'refuse')),
  reason     TEXT NOT NULL CHECK (reason <> ''),
  date       DATE NOT NULL,
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, number, person)
);

-- +goose Down
SELECT 1;
