-- The receivables ledger, the rules, the runs and the journal. Every table is
-- keyed by company (the creditor). Identifiers are compared by bytes, so that
-- both engines sort alike whatever the server's collation.

-- +goose Up
CREATE TABLE company (
  company    TEXT COLLATE "C" NOT NULL CHECK (company <> ''),
  name       TEXT NOT NULL CHECK (name <> ''),
  country    TEXT COLLATE "C" NOT NULL,
  currency   TEXT COLLATE "C" NOT NULL,
  language   TEXT COLLATE "C" NOT NULL,
  profile    JSONB NOT NULL,
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company)
);

CREATE TABLE member (
  company    TEXT COLLATE "C" NOT NULL,
  name       TEXT COLLATE "C" NOT NULL CHECK (name <> ''),
  role       TEXT COLLATE "C" NOT NULL,
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, name, role)
);

CREATE TABLE invitation (
  company    TEXT COLLATE "C" NOT NULL,
  token_hash TEXT COLLATE "C" NOT NULL,
  role       TEXT COLLATE "C" NOT NULL,
  expires    DATE NOT NULL,
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, token_hash)
);

-- A change is one committed write: who, when, by which command. Its root is
-- the hash of its journal lines; seals chain the roots.
CREATE TABLE change (
  company    TEXT COLLATE "C" NOT NULL,
  change     TEXT COLLATE "C" NOT NULL,
  at         TIMESTAMPTZ NOT NULL,
  actor      TEXT COLLATE "C" NOT NULL,
  system     TEXT COLLATE "C" NOT NULL,
  command    TEXT COLLATE "C" NOT NULL,
  once       TEXT COLLATE "C",
  result     JSONB,
  root       TEXT COLLATE "C" NOT NULL,
  seal       BIGINT,
  PRIMARY KEY (company, change)
);
CREATE UNIQUE INDEX change_once ON change (company, once) WHERE once IS NOT NULL;
CREATE INDEX change_unsealed ON change (company, change) WHERE seal IS NULL;

CREATE TABLE journal (
  company    TEXT COLLATE "C" NOT NULL,
  change     TEXT COLLATE "C" NOT NULL,
  line       BIGINT NOT NULL,
  action     TEXT COLLATE "C" NOT NULL,
  subject    TEXT COLLATE "C" NOT NULL,
  reason     TEXT NOT NULL,
  data       TEXT NOT NULL,
  PRIMARY KEY (company, change, line)
);
CREATE INDEX journal_subject ON journal (company, subject);

CREATE TABLE seal (
  company    TEXT COLLATE "C" NOT NULL,
  seal       BIGINT NOT NULL CHECK (seal > 0),
  at         TIMESTAMPTZ NOT NULL,
  changes    BIGINT NOT NULL CHECK (changes > 0),
  root       TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, seal)
);

CREATE TABLE customer (
  company    TEXT COLLATE "C" NOT NULL,
  customer   TEXT COLLATE "C" NOT NULL CHECK (customer <> ''),
  name       TEXT NOT NULL,
  tax_id     TEXT COLLATE "C" NOT NULL,
  language   TEXT COLLATE "C" NOT NULL,
  country    TEXT COLLATE "C" NOT NULL,
  email      TEXT NOT NULL,
  phone      TEXT NOT NULL,
  address    TEXT NOT NULL,
  category   TEXT COLLATE "C" NOT NULL,
  manager    TEXT COLLATE "C" NOT NULL,
  parent     TEXT COLLATE "C" NOT NULL,
  attrs      JSONB,
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, customer)
);

CREATE TABLE contact (
  company    TEXT COLLATE "C" NOT NULL,
  customer   TEXT COLLATE "C" NOT NULL,
  name       TEXT COLLATE "C" NOT NULL,
  role       TEXT COLLATE "C" NOT NULL,
  position   TEXT NOT NULL,
  email      TEXT NOT NULL,
  phone      TEXT NOT NULL,
  language   TEXT COLLATE "C" NOT NULL,
  verified_on DATE,
  attrs      JSONB,
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, customer, name, role)
);

CREATE TABLE contract (
  company    TEXT COLLATE "C" NOT NULL,
  contract   TEXT COLLATE "C" NOT NULL CHECK (contract <> ''),
  customer   TEXT COLLATE "C" NOT NULL,
  number     TEXT NOT NULL,
  date       DATE,
  law        TEXT COLLATE "C" NOT NULL,
  payment_days BIGINT NOT NULL,
  days_unit  TEXT COLLATE "C" NOT NULL,
  term_from  TEXT COLLATE "C" NOT NULL,
  terms      TEXT NOT NULL,
  penalty_per_day TEXT NOT NULL,
  limit_amount TEXT NOT NULL,
  limit_days BIGINT NOT NULL,
  payment_clause TEXT NOT NULL,
  penalty_clause TEXT NOT NULL,
  attrs      JSONB,
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, contract)
);
CREATE INDEX contract_customer ON contract (company, customer);

CREATE TABLE invoice (
  company    TEXT COLLATE "C" NOT NULL,
  invoice    TEXT COLLATE "C" NOT NULL CHECK (invoice <> ''),
  customer   TEXT COLLATE "C" NOT NULL,
  contract   TEXT COLLATE "C" NOT NULL,
  kind       TEXT NOT NULL,
  document   TEXT NOT NULL,
  date       DATE NOT NULL,
  due        DATE,
  amount     BIGINT NOT NULL,
  currency   TEXT COLLATE "C" NOT NULL,
  shipped    DATE,
  handed_over DATE,
  accepted   DATE,
  attrs      JSONB,
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, invoice)
);
CREATE INDEX invoice_contract ON invoice (company, contract);

-- An instalment repeats what a plan reads of its invoice, so that a plan is one
-- scan in the order of customers. paid, paid_on and settled_on are derived from
-- allocation and re-derived by check.
CREATE TABLE instalment (
  company    TEXT COLLATE "C" NOT NULL,
  customer   TEXT COLLATE "C" NOT NULL,
  invoice    TEXT COLLATE "C" NOT NULL,
  part       BIGINT NOT NULL CHECK (part > 0),
  contract   TEXT COLLATE "C" NOT NULL,
  currency   TEXT COLLATE "C" NOT NULL,
  issued     DATE NOT NULL,
  due        DATE,
  amount     BIGINT NOT NULL CHECK (amount >= 0),
  paid       BIGINT NOT NULL CHECK (paid >= 0 AND paid <= amount),
  paid_on    DATE,
  settled_on DATE,
  PRIMARY KEY (company, customer, invoice, part)
);

-- used and used_on are derived from allocation, as paid and paid_on are.
CREATE TABLE payment (
  company    TEXT COLLATE "C" NOT NULL,
  payment    TEXT COLLATE "C" NOT NULL CHECK (payment <> ''),
  kind       TEXT COLLATE "C" NOT NULL CHECK (kind IN ('payment', 'credit_note', 'unexplained')),
  customer   TEXT COLLATE "C" NOT NULL,
  contract   TEXT COLLATE "C" NOT NULL,
  date       DATE NOT NULL,
  amount     BIGINT NOT NULL,
  currency   TEXT COLLATE "C" NOT NULL,
  invoice    TEXT COLLATE "C" NOT NULL,
  purpose    TEXT NOT NULL,
  used       BIGINT NOT NULL,
  used_on    DATE,
  attrs      JSONB,
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, payment)
);
CREATE INDEX payment_customer ON payment (company, customer, date, payment);

-- An allocation is never edited: a reversal is a line of the opposite sign.
CREATE TABLE allocation (
  company    TEXT COLLATE "C" NOT NULL,
  customer   TEXT COLLATE "C" NOT NULL,
  invoice    TEXT COLLATE "C" NOT NULL,
  part       BIGINT NOT NULL,
  payment    TEXT COLLATE "C" NOT NULL,
  line       BIGINT NOT NULL,
  date       DATE NOT NULL,
  amount     BIGINT NOT NULL CHECK (amount <> 0),
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, customer, invoice, part, payment, line)
);
CREATE INDEX allocation_payment ON allocation (company, payment);

CREATE TABLE event (
  company    TEXT COLLATE "C" NOT NULL,
  event      TEXT COLLATE "C" NOT NULL,
  number     BIGINT NOT NULL,
  date       DATE NOT NULL,
  kind       TEXT COLLATE "C" NOT NULL,
  customer   TEXT COLLATE "C" NOT NULL,
  invoice    TEXT COLLATE "C" NOT NULL,
  amount     BIGINT NOT NULL,
  currency   TEXT COLLATE "C" NOT NULL,
  until      DATE,
  reason     TEXT NOT NULL,
  author     TEXT NOT NULL,
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, event)
);
CREATE INDEX event_customer ON event (company, customer, number);

CREATE TABLE policy_version (
  company    TEXT COLLATE "C" NOT NULL,
  policy     TEXT COLLATE "C" NOT NULL,
  version    BIGINT NOT NULL CHECK (version > 0),
  source     TEXT NOT NULL,
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, policy, version)
);

CREATE TABLE policy_use (
  company    TEXT COLLATE "C" NOT NULL,
  number     BIGINT NOT NULL,
  policy     TEXT COLLATE "C" NOT NULL,
  version    BIGINT NOT NULL,
  from_date  DATE,
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, number)
);

CREATE TABLE hold_lift (
  company    TEXT COLLATE "C" NOT NULL,
  customer   TEXT COLLATE "C" NOT NULL,
  number     BIGINT NOT NULL,
  reason     TEXT NOT NULL,
  amount     BIGINT NOT NULL CHECK (amount > 0),
  currency   TEXT COLLATE "C" NOT NULL,
  from_date  DATE,
  until      DATE NOT NULL,
  author     TEXT NOT NULL,
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, customer, number)
);

CREATE TABLE run (
  company    TEXT COLLATE "C" NOT NULL,
  date       DATE NOT NULL,
  policy     TEXT COLLATE "C" NOT NULL,
  version    BIGINT NOT NULL,
  creditor   JSONB NOT NULL,
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, date)
);

-- A step happens once per instalment because this key says so, whatever the
-- policy's version. run_date is the day of the run that decided it.
CREATE TABLE decision (
  company    TEXT COLLATE "C" NOT NULL,
  customer   TEXT COLLATE "C" NOT NULL,
  invoice    TEXT COLLATE "C" NOT NULL,
  part       BIGINT NOT NULL,
  policy     TEXT COLLATE "C" NOT NULL,
  step       TEXT COLLATE "C" NOT NULL,
  occurrence BIGINT NOT NULL,
  run_date   DATE NOT NULL,
  days       BIGINT NOT NULL,
  open       BIGINT NOT NULL CHECK (open > 0),
  currency   TEXT COLLATE "C" NOT NULL,
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, customer, invoice, part, policy, step, occurrence)
);
CREATE INDEX decision_run ON decision (company, run_date);

CREATE TABLE letter (
  company    TEXT COLLATE "C" NOT NULL,
  letter     TEXT COLLATE "C" NOT NULL,
  run_date   DATE NOT NULL,
  customer   TEXT COLLATE "C" NOT NULL,
  step       TEXT COLLATE "C" NOT NULL,
  currency   TEXT COLLATE "C" NOT NULL,
  total      BIGINT NOT NULL CHECK (total > 0),
  template   TEXT COLLATE "C" NOT NULL,
  language   TEXT COLLATE "C" NOT NULL,
  facts      TEXT NOT NULL,
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, run_date, customer, step, currency),
  UNIQUE (company, letter)
);

-- One way a letter goes: 'email' or 'post', to the address of that day.
CREATE TABLE delivery (
  company    TEXT COLLATE "C" NOT NULL,
  letter     TEXT COLLATE "C" NOT NULL,
  channel    TEXT COLLATE "C" NOT NULL CHECK (channel IN ('email', 'post')),
  address    TEXT NOT NULL,
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, letter, channel)
);

CREATE TABLE task (
  company    TEXT COLLATE "C" NOT NULL,
  run_date   DATE NOT NULL,
  customer   TEXT COLLATE "C" NOT NULL,
  step       TEXT COLLATE "C" NOT NULL,
  currency   TEXT COLLATE "C" NOT NULL,
  task       TEXT COLLATE "C" NOT NULL,
  role       TEXT COLLATE "C" NOT NULL,
  assignee   TEXT COLLATE "C" NOT NULL,
  total      BIGINT NOT NULL CHECK (total > 0),
  items      TEXT NOT NULL,
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, run_date, customer, step, currency)
);

-- +goose Down
SELECT 1;
