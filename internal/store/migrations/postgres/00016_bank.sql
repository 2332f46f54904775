-- Bank accounts, the statements taken in of them, and what became of each entry.

-- +goose Up
-- A watched account must be complete to a day before letters go. since is the
-- day from which on its statements are expected; lag how many working days the
-- bank may be behind.
CREATE TABLE bank_account (
  company    TEXT COLLATE "C" NOT NULL,
  account    TEXT COLLATE "C" NOT NULL CHECK (account <> ''),
  currency   TEXT NOT NULL,
  name       TEXT NOT NULL,
  watched    BIGINT NOT NULL CHECK (watched IN (0, 1)),
  since      DATE NOT NULL,
  lag        BIGINT NOT NULL CHECK (lag >= 0),
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, account)
);

-- opening and closing are NULL where the bank does not say. interim ones do
-- not complete their last day.
CREATE TABLE bank_statement (
  company    TEXT COLLATE "C" NOT NULL,
  statement  TEXT COLLATE "C" NOT NULL CHECK (statement <> ''),
  account    TEXT COLLATE "C" NOT NULL,
  currency   TEXT NOT NULL,
  number     TEXT NOT NULL,
  from_date  DATE NOT NULL,
  to_date    DATE NOT NULL CHECK (to_date >= from_date),
  opening    BIGINT,
  closing    BIGINT,
  interim    BIGINT NOT NULL CHECK (interim IN (0, 1)),
  format     TEXT NOT NULL,
  file       TEXT NOT NULL,
  entries    BIGINT NOT NULL,
  taken_on   DATE NOT NULL,
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, statement)
);
CREATE INDEX bank_statement_account ON bank_statement (company, account, to_date);

-- An entry of an account, once, whatever files it came in. State: booked (its
-- payments are entry/1, entry/2, ...), undecided (there are candidates), unknown,
-- aside (no customer's money, or in_books: the payment that the books had of it).
-- amount is signed: credits to the account positive.
CREATE TABLE bank_entry (
  company    TEXT COLLATE "C" NOT NULL,
  entry      TEXT COLLATE "C" NOT NULL CHECK (entry <> ''),
  statement  TEXT COLLATE "C" NOT NULL,
  account    TEXT COLLATE "C" NOT NULL,
  date       DATE NOT NULL,
  value_date DATE NOT NULL,
  amount     BIGINT NOT NULL,
  currency   TEXT NOT NULL,
  payer      TEXT NOT NULL,
  tax_id     TEXT NOT NULL,
  payer_account TEXT COLLATE "C" NOT NULL,
  payer_bank TEXT NOT NULL,
  purpose    TEXT NOT NULL,
  reference  TEXT NOT NULL,
  bank_ref   TEXT NOT NULL,
  format     TEXT NOT NULL,
  raw        TEXT NOT NULL,
  problem    TEXT NOT NULL,
  state      TEXT COLLATE "C" NOT NULL CHECK (state IN ('booked', 'undecided', 'unknown', 'aside')),
  reason     TEXT NOT NULL,
  in_books   TEXT COLLATE "C" NOT NULL,
  answer     TEXT NOT NULL,
  payments   BIGINT NOT NULL,
  decided_by TEXT NOT NULL,
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, entry)
);
CREATE INDEX bank_entry_account ON bank_entry (company, account, date);
CREATE INDEX bank_entry_books ON bank_entry (company, in_books) WHERE in_books <> '';
CREATE INDEX payment_date ON payment (company, date, payment);
CREATE INDEX bank_entry_date ON bank_entry (company, date, entry);
CREATE INDEX bank_entry_state ON bank_entry (company, state, date, entry);

-- The customers whose money an undecided entry may be: their letters wait.
CREATE TABLE bank_candidate (
  company    TEXT COLLATE "C" NOT NULL,
  customer   TEXT COLLATE "C" NOT NULL,
  entry      TEXT COLLATE "C" NOT NULL,
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, customer, entry)
);
CREATE INDEX bank_candidate_entry ON bank_candidate (company, entry);

-- What people's decisions taught: kind is account, tax_id or name.
CREATE TABLE payer (
  company    TEXT COLLATE "C" NOT NULL,
  kind       TEXT COLLATE "C" NOT NULL CHECK (kind IN ('account', 'tax_id', 'name')),
  key        TEXT COLLATE "C" NOT NULL CHECK (key <> ''),
  customer   TEXT COLLATE "C" NOT NULL,
  times      BIGINT NOT NULL,
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, kind, key, customer)
);

-- Somebody signed that the letters of a day may go although statements are missing.
CREATE TABLE fresh_waiver (
  company    TEXT COLLATE "C" NOT NULL,
  date       DATE NOT NULL,
  reason     TEXT NOT NULL CHECK (reason <> ''),
  author     TEXT NOT NULL,
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, date)
);

-- +goose Down
SELECT 1;
