-- Bank accounts, the statements taken in of them, and what became of each entry.

-- +goose Up
-- A watched account must be complete to a day before letters go. since is the
-- day from which on its statements are expected; lag how many working days the
-- bank may be behind.
CREATE TABLE bank_account (
  company    TEXT NOT NULL,
  account    TEXT NOT NULL CHECK (account <> ''),
  currency   TEXT NOT NULL,
  name       TEXT NOT NULL,
  watched    INTEGER NOT NULL CHECK (watched IN (0, 1)),
  since      TEXT NOT NULL CHECK (since IS date(since)),
  lag        INTEGER NOT NULL CHECK (lag >= 0),
  change     TEXT NOT NULL,
  PRIMARY KEY (company, account)
) STRICT, WITHOUT ROWID;

-- opening and closing are NULL where the bank does not say. interim ones do
-- not complete their last day.
CREATE TABLE bank_statement (
  company    TEXT NOT NULL,
  statement  TEXT NOT NULL CHECK (statement <> ''),
  account    TEXT NOT NULL,
  currency   TEXT NOT NULL,
  number     TEXT NOT NULL,
  from_date  TEXT NOT NULL CHECK (from_date IS date(from_date)),
  to_date    TEXT NOT NULL CHECK (to_date IS date(to_date) AND to_date >= from_date),
  opening    INTEGER,
  closing    INTEGER,
  interim    INTEGER NOT NULL CHECK (interim IN (0, 1)),
  format     TEXT NOT NULL,
  file       TEXT NOT NULL,
  entries    INTEGER NOT NULL,
  taken_on   TEXT NOT NULL CHECK (taken_on IS date(taken_on)),
  change     TEXT NOT NULL,
  PRIMARY KEY (company, statement)
) STRICT, WITHOUT ROWID;
CREATE INDEX bank_statement_account ON bank_statement (company, account, to_date);

-- An entry of an account, once, whatever files it came in. State: booked (its
-- payments are entry/1, entry/2, ...), undecided (there are candidates), unknown,
-- aside (no customer's money, or in_books: the payment that the books had of it).
-- amount is signed: credits to the account positive.
CREATE TABLE bank_entry (
  company    TEXT NOT NULL,
  entry      TEXT NOT NULL CHECK (entry <> ''),
  statement  TEXT NOT NULL,
  account    TEXT NOT NULL,
  date       TEXT NOT NULL CHECK (date IS date(date)),
  value_date TEXT NOT NULL CHECK (value_date IS date(value_date)),
  amount     INTEGER NOT NULL,
  currency   TEXT NOT NULL,
  payer      TEXT NOT NULL,
  tax_id     TEXT NOT NULL,
  payer_account TEXT NOT NULL,
  payer_bank TEXT NOT NULL,
  purpose    TEXT NOT NULL,
  reference  TEXT NOT NULL,
  bank_ref   TEXT NOT NULL,
  format     TEXT NOT NULL,
  raw        TEXT NOT NULL,
  problem    TEXT NOT NULL,
  state      TEXT NOT NULL CHECK (state IN ('booked', 'undecided', 'unknown', 'aside')),
  reason     TEXT NOT NULL,
  in_books   TEXT NOT NULL,
  answer     TEXT NOT NULL,
  payments   INTEGER NOT NULL,
  decided_by TEXT NOT NULL,
  change     TEXT NOT NULL,
  PRIMARY KEY (company, entry)
) STRICT, WITHOUT ROWID;
CREATE INDEX bank_entry_account ON bank_entry (company, account, date);
CREATE INDEX bank_entry_books ON bank_entry (company, in_books) WHERE in_books <> '';
CREATE INDEX payment_date ON payment (company, date, payment);
CREATE INDEX bank_entry_date ON bank_entry (company, date, entry);
CREATE INDEX bank_entry_state ON bank_entry (company, state, date, entry);

-- The customers whose money an undecided entry may be: their letters wait.
CREATE TABLE bank_candidate (
  company    TEXT NOT NULL,
  customer   TEXT NOT NULL,
  entry      TEXT NOT NULL,
  change     TEXT NOT NULL,
  PRIMARY KEY (company, customer, entry)
) STRICT, WITHOUT ROWID;
CREATE INDEX bank_candidate_entry ON bank_candidate (company, entry);

-- What people's decisions taught: kind is account, tax_id or name.
CREATE TABLE payer (
  company    TEXT NOT NULL,
  kind       TEXT NOT NULL CHECK (kind IN ('account', 'tax_id', 'name')),
  key        TEXT NOT NULL CHECK (key <> ''),
  customer   TEXT NOT NULL,
  times      INTEGER NOT NULL,
  change     TEXT NOT NULL,
  PRIMARY KEY (company, kind, key, customer)
) STRICT, WITHOUT ROWID;

-- Somebody signed that the letters of a day may go although statements are missing.
CREATE TABLE fresh_waiver (
  company    TEXT NOT NULL,
  date       TEXT NOT NULL CHECK (date IS date(date)),
  reason     TEXT NOT NULL CHECK (reason <> ''),
  author     TEXT NOT NULL,
  change     TEXT NOT NULL,
  PRIMARY KEY (company, date)
) STRICT, WITHOUT ROWID;

-- +goose Down
SELECT 1;
