-- The receivables ledger, the rules, the runs and the journal. Every table is
-- keyed by company (the creditor). Identifiers are compared by bytes, so that
-- both engines sort alike whatever the server's collation.

-- +goose Up
CREATE TABLE company (
  company    TEXT NOT NULL CHECK (company <> ''),
  name       TEXT NOT NULL CHECK (name <> ''),
  country    TEXT NOT NULL,
  currency   TEXT NOT NULL,
  language   TEXT NOT NULL,
  profile    TEXT NOT NULL,
  change     TEXT NOT NULL,
  PRIMARY KEY (company)
) STRICT, WITHOUT ROWID;

CREATE TABLE member (
  company    TEXT NOT NULL,
  name       TEXT NOT NULL CHECK (name <> ''),
  role       TEXT NOT NULL,
  change     TEXT NOT NULL,
  PRIMARY KEY (company, name, role)
) STRICT, WITHOUT ROWID;

CREATE TABLE invitation (
  company    TEXT NOT NULL,
  token_hash TEXT NOT NULL,
  role       TEXT NOT NULL,
  expires    TEXT NOT NULL CHECK (expires IS date(expires)),
  change     TEXT NOT NULL,
  PRIMARY KEY (company, token_hash)
) STRICT, WITHOUT ROWID;

-- A change is one committed write: who, when, by which command. Its root is
-- the hash of its journal lines; seals chain the roots.
CREATE TABLE change (
  company    TEXT NOT NULL,
  change     TEXT NOT NULL,
  at         TEXT NOT NULL,
  actor      TEXT NOT NULL,
  system     TEXT NOT NULL,
  command    TEXT NOT NULL,
  once       TEXT,
  result     TEXT,
  root       TEXT NOT NULL,
  seal       INTEGER,
  PRIMARY KEY (company, change)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX change_once ON change (company, once) WHERE once IS NOT NULL;
CREATE INDEX change_unsealed ON change (company, change) WHERE seal IS NULL;

CREATE TABLE journal (
  company    TEXT NOT NULL,
  change     TEXT NOT NULL,
  line       INTEGER NOT NULL,
  action     TEXT NOT NULL,
  subject    TEXT NOT NULL,
  reason     TEXT NOT NULL,
  data       TEXT NOT NULL,
  PRIMARY KEY (company, change, line)
) STRICT;
CREATE INDEX journal_subject ON journal (company, subject);

CREATE TABLE seal (
  company    TEXT NOT NULL,
  seal       INTEGER NOT NULL CHECK (seal > 0),
  at         TEXT NOT NULL,
  changes    INTEGER NOT NULL CHECK (changes > 0),
  root       TEXT NOT NULL,
  PRIMARY KEY (company, seal)
) STRICT, WITHOUT ROWID;

CREATE TABLE customer (
  company    TEXT NOT NULL,
  customer   TEXT NOT NULL CHECK (customer <> ''),
  name       TEXT NOT NULL,
  tax_id     TEXT NOT NULL,
  language   TEXT NOT NULL,
  country    TEXT NOT NULL,
  email      TEXT NOT NULL,
  phone      TEXT NOT NULL,
  address    TEXT NOT NULL,
  category   TEXT NOT NULL,
  manager    TEXT NOT NULL,
  parent     TEXT NOT NULL,
  attrs      TEXT,
  change     TEXT NOT NULL,
  PRIMARY KEY (company, customer)
) STRICT, WITHOUT ROWID;

CREATE TABLE contact (
  company    TEXT NOT NULL,
  customer   TEXT NOT NULL,
  name       TEXT NOT NULL,
  role       TEXT NOT NULL,
  position   TEXT NOT NULL,
  email      TEXT NOT NULL,
  phone      TEXT NOT NULL,
  language   TEXT NOT NULL,
  verified_on TEXT CHECK (verified_on IS date(verified_on)),
  attrs      TEXT,
  change     TEXT NOT NULL,
  PRIMARY KEY (company, customer, name, role)
) STRICT, WITHOUT ROWID;

CREATE TABLE contract (
  company    TEXT NOT NULL,
  contract   TEXT NOT NULL CHECK (contract <> ''),
  customer   TEXT NOT NULL,
  number     TEXT NOT NULL,
  date       TEXT CHECK (date IS date(date)),
  law        TEXT NOT NULL,
  payment_days INTEGER NOT NULL,
  days_unit  TEXT NOT NULL,
  term_from  TEXT NOT NULL,
  terms      TEXT NOT NULL,
  penalty_per_day TEXT NOT NULL,
  limit_amount TEXT NOT NULL,
  limit_days INTEGER NOT NULL,
  payment_clause TEXT NOT NULL,
  penalty_clause TEXT NOT NULL,
  attrs      TEXT,
  change     TEXT NOT NULL,
  PRIMARY KEY (company, contract)
) STRICT, WITHOUT ROWID;
CREATE INDEX contract_customer ON contract (company, customer);

CREATE TABLE invoice (
  company    TEXT NOT NULL,
  invoice    TEXT NOT NULL CHECK (invoice <> ''),
  customer   TEXT NOT NULL,
  contract   TEXT NOT NULL,
  kind       TEXT NOT NULL,
  document   TEXT NOT NULL,
  date       TEXT NOT NULL CHECK (date IS date(date)),
  due        TEXT CHECK (due IS date(due)),
  amount     INTEGER NOT NULL,
  currency   TEXT NOT NULL,
  shipped    TEXT CHECK (shipped IS date(shipped)),
  handed_over TEXT CHECK (handed_over IS date(handed_over)),
  accepted   TEXT CHECK (accepted IS date(accepted)),
  attrs      TEXT,
  change     TEXT NOT NULL,
  PRIMARY KEY (company, invoice)
) STRICT, WITHOUT ROWID;
CREATE INDEX invoice_contract ON invoice (company, contract);

-- An instalment repeats what a plan reads of its invoice, so that a plan is one
-- scan in the order of customers. paid, paid_on and settled_on are derived from
-- allocation and re-derived by check.
CREATE TABLE instalment (
  company    TEXT NOT NULL,
  customer   TEXT NOT NULL,
  invoice    TEXT NOT NULL,
  part       INTEGER NOT NULL CHECK (part > 0),
  contract   TEXT NOT NULL,
  currency   TEXT NOT NULL,
  issued     TEXT NOT NULL CHECK (issued IS date(issued)),
  due        TEXT CHECK (due IS date(due)),
  amount     INTEGER NOT NULL CHECK (amount >= 0),
  paid       INTEGER NOT NULL CHECK (paid >= 0 AND paid <= amount),
  paid_on    TEXT CHECK (paid_on IS date(paid_on)),
  settled_on TEXT CHECK (settled_on IS date(settled_on)),
  PRIMARY KEY (company, customer, invoice, part)
) STRICT, WITHOUT ROWID;

-- used and used_on are derived from allocation, as paid and paid_on are.
CREATE TABLE payment (
  company    TEXT NOT NULL,
  payment    TEXT NOT NULL CHECK (payment <> ''),
  kind       TEXT NOT NULL CHECK (kind IN ('payment', 'credit_note', 'unexplained')),
  customer   TEXT NOT NULL,
  contract   TEXT NOT NULL,
  date       TEXT NOT NULL CHECK (date IS date(date)),
  amount     INTEGER NOT NULL,
  currency   TEXT NOT NULL,
  invoice    TEXT NOT NULL,
  purpose    TEXT NOT NULL,
  used       INTEGER NOT NULL,
  used_on    TEXT CHECK (used_on IS date(used_on)),
  attrs      TEXT,
  change     TEXT NOT NULL,
  PRIMARY KEY (company, payment)
) STRICT, WITHOUT ROWID;
CREATE INDEX payment_customer ON payment (company, customer, date, payment);

-- An allocation is never edited: a reversal is a line of the opposite sign.
CREATE TABLE allocation (
  company    TEXT NOT NULL,
  customer   TEXT NOT NULL,
  invoice    TEXT NOT NULL,
  part       INTEGER NOT NULL,
  payment    TEXT NOT NULL,
  line       INTEGER NOT NULL,
  date       TEXT NOT NULL CHECK (date IS date(date)),
  amount     INTEGER NOT NULL CHECK (amount <> 0),
  change     TEXT NOT NULL,
  PRIMARY KEY (company, customer, invoice, part, payment, line)
) STRICT, WITHOUT ROWID;
CREATE INDEX allocation_payment ON allocation (company, payment);

CREATE TABLE event (
  company    TEXT NOT NULL,
  event      TEXT NOT NULL,
  number     INTEGER NOT NULL,
  date       TEXT NOT NULL CHECK (date IS date(date)),
  kind       TEXT NOT NULL,
  customer   TEXT NOT NULL,
  invoice    TEXT NOT NULL,
  amount     INTEGER NOT NULL,
  currency   TEXT NOT NULL,
  until      TEXT CHECK (until IS date(until)),
  reason     TEXT NOT NULL,
  author     TEXT NOT NULL,
  change     TEXT NOT NULL,
  PRIMARY KEY (company, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_customer ON event (company, customer, number);

CREATE TABLE policy_version (
  company    TEXT NOT NULL,
  policy     TEXT NOT NULL,
  version    INTEGER NOT NULL CHECK (version > 0),
  source     TEXT NOT NULL,
  change     TEXT NOT NULL,
  PRIMARY KEY (company, policy, version)
) STRICT;

CREATE TABLE policy_use (
  company    TEXT NOT NULL,
  number     INTEGER NOT NULL,
  policy     TEXT NOT NULL,
  version    INTEGER NOT NULL,
  from_date  TEXT CHECK (from_date IS date(from_date)),
  change     TEXT NOT NULL,
  PRIMARY KEY (company, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE hold_lift (
  company    TEXT NOT NULL,
  customer   TEXT NOT NULL,
  number     INTEGER NOT NULL,
  reason     TEXT NOT NULL,
  amount     INTEGER NOT NULL CHECK (amount > 0),
  currency   TEXT NOT NULL,
  from_date  TEXT CHECK (from_date IS date(from_date)),
  until      TEXT NOT NULL CHECK (until IS date(until)),
  author     TEXT NOT NULL,
  change     TEXT NOT NULL,
  PRIMARY KEY (company, customer, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE run (
  company    TEXT NOT NULL,
  date       TEXT NOT NULL CHECK (date IS date(date)),
  policy     TEXT NOT NULL,
  version    INTEGER NOT NULL,
  creditor   TEXT NOT NULL,
  change     TEXT NOT NULL,
  PRIMARY KEY (company, date)
) STRICT;

-- A step happens once per instalment because this key says so, whatever the
-- policy's version. run_date is the day of the run that decided it.
CREATE TABLE decision (
  company    TEXT NOT NULL,
  customer   TEXT NOT NULL,
  invoice    TEXT NOT NULL,
  part       INTEGER NOT NULL,
  policy     TEXT NOT NULL,
  step       TEXT NOT NULL,
  occurrence INTEGER NOT NULL,
  run_date   TEXT NOT NULL CHECK (run_date IS date(run_date)),
  days       INTEGER NOT NULL,
  open       INTEGER NOT NULL CHECK (open > 0),
  currency   TEXT NOT NULL,
  change     TEXT NOT NULL,
  PRIMARY KEY (company, customer, invoice, part, policy, step, occurrence)
) STRICT, WITHOUT ROWID;
CREATE INDEX decision_run ON decision (company, run_date);

CREATE TABLE letter (
  company    TEXT NOT NULL,
  letter     TEXT NOT NULL,
  run_date   TEXT NOT NULL CHECK (run_date IS date(run_date)),
  customer   TEXT NOT NULL,
  step       TEXT NOT NULL,
  currency   TEXT NOT NULL,
  total      INTEGER NOT NULL CHECK (total > 0),
  template   TEXT NOT NULL,
  language   TEXT NOT NULL,
  facts      TEXT NOT NULL,
  change     TEXT NOT NULL,
  PRIMARY KEY (company, run_date, customer, step, currency),
  UNIQUE (company, letter)
) STRICT;

-- One way a letter goes: 'email' or 'post', to the address of that day.
CREATE TABLE delivery (
  company    TEXT NOT NULL,
  letter     TEXT NOT NULL,
  channel    TEXT NOT NULL CHECK (channel IN ('email', 'post')),
  address    TEXT NOT NULL,
  change     TEXT NOT NULL,
  PRIMARY KEY (company, letter, channel)
) STRICT, WITHOUT ROWID;

CREATE TABLE task (
  company    TEXT NOT NULL,
  run_date   TEXT NOT NULL CHECK (run_date IS date(run_date)),
  customer   TEXT NOT NULL,
  step       TEXT NOT NULL,
  currency   TEXT NOT NULL,
  task       TEXT NOT NULL,
  role       TEXT NOT NULL,
  assignee   TEXT NOT NULL,
  total      INTEGER NOT NULL CHECK (total > 0),
  items      TEXT NOT NULL,
  change     TEXT NOT NULL,
  PRIMARY KEY (company, run_date, customer, step, currency)
) STRICT;

-- +goose Down
SELECT 1;
