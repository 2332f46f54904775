-- Runs that are looked at before they act, watched while they do, and taken
-- back after.

-- +goose Up
-- An undo: somebody took back what a run had done, for one customer or for all.
CREATE TABLE undo (
  company    TEXT COLLATE "C" NOT NULL,
  number     BIGINT NOT NULL CHECK (number > 0),
  run_date   DATE NOT NULL,
  customer   TEXT COLLATE "C" NOT NULL,
  date       DATE NOT NULL,
  reason     TEXT NOT NULL CHECK (reason <> ''),
  author     TEXT COLLATE "C" NOT NULL,
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, number)
);
CREATE INDEX undo_run ON undo (company, run_date);

-- undone is the number of the undo that took the row back, 0 while it stands.
-- It is part of every key that makes a step happen once, so that what was taken
-- back can be done again.
ALTER TABLE decision ADD COLUMN undone BIGINT NOT NULL DEFAULT 0;
ALTER TABLE decision DROP CONSTRAINT decision_pkey;
ALTER TABLE decision ADD PRIMARY KEY (company, customer, invoice, part, policy, step, occurrence, undone);

-- A correction may say that nothing is owed.
ALTER TABLE letter ADD COLUMN undone BIGINT NOT NULL DEFAULT 0;
ALTER TABLE letter DROP CONSTRAINT letter_pkey;
ALTER TABLE letter ADD PRIMARY KEY (company, run_date, customer, step, currency, about, undone);
ALTER TABLE letter DROP CONSTRAINT letter_total_check;
ALTER TABLE letter ADD CONSTRAINT letter_total_check CHECK (total >= 0);

ALTER TABLE task ADD COLUMN undone BIGINT NOT NULL DEFAULT 0;
ALTER TABLE task DROP CONSTRAINT task_life_pkey;
ALTER TABLE task ADD PRIMARY KEY (company, run_date, customer, step, currency, about, undone);

-- Where a run's letters stand is counted without reading their facts.
CREATE INDEX letter_run ON letter (company, run_date, undone, letter, customer);

-- A posted letter is printed, signed, posted, delivered or returned.
ALTER TABLE delivery DROP CONSTRAINT delivery_state_check;
ALTER TABLE delivery ADD CONSTRAINT delivery_state_check
  CHECK (state IN ('ready', 'signed', 'sending', 'retry', 'sent', 'failed', 'parked', 'withdrawn', 'bounced', 'posted', 'delivered', 'returned'));

-- What a person said of an action before its run: leave it out, not before a
-- day, do another step instead, send it to another address.
CREATE TABLE review (
  company    TEXT COLLATE "C" NOT NULL,
  run_date   DATE NOT NULL,
  customer   TEXT COLLATE "C" NOT NULL,
  step       TEXT COLLATE "C" NOT NULL,
  currency   TEXT COLLATE "C" NOT NULL,
  about      TEXT COLLATE "C" NOT NULL,
  kind       TEXT COLLATE "C" NOT NULL CHECK (kind IN ('exclude', 'postpone', 'step', 'recipient')),
  until      DATE,
  value      TEXT NOT NULL,
  reason     TEXT NOT NULL CHECK (reason <> ''),
  author     TEXT COLLATE "C" NOT NULL,
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, run_date, customer, step, currency, about),
  CHECK ((kind = 'postpone') = (until IS NOT NULL)),
  CHECK ((kind IN ('step', 'recipient')) = (value <> ''))
);
CREATE INDEX review_until ON review (company, until) WHERE until IS NOT NULL;

-- A plan that was computed, kept so that its pages are quick: a cache, made
-- anew when the books have changed. made and took are in milliseconds, made
-- since 1970; of the changes since one (an hour before it was made) it knows so
-- many: there are more when the books have changed. sums is JSON: the lines by
-- step and reason, for all customers.
CREATE TABLE plan_made (
  company    TEXT COLLATE "C" NOT NULL,
  day        DATE NOT NULL,
  since      TEXT COLLATE "C" NOT NULL,
  changes    BIGINT NOT NULL,
  made       BIGINT NOT NULL,
  took       BIGINT NOT NULL,
  sums       TEXT NOT NULL,
  PRIMARY KEY (company, day)
);

-- Its lines: what is done for a customer, and how many of his documents are
-- not done for a reason, whose code then stands in blocker.
CREATE TABLE plan_line (
  company    TEXT COLLATE "C" NOT NULL,
  day        DATE NOT NULL,
  step       TEXT COLLATE "C" NOT NULL,
  blocker    TEXT COLLATE "C" NOT NULL,
  customer   TEXT COLLATE "C" NOT NULL,
  currency   TEXT COLLATE "C" NOT NULL,
  about      TEXT COLLATE "C" NOT NULL,
  items      BIGINT NOT NULL,
  total      BIGINT NOT NULL,
  days       BIGINT NOT NULL,
  data       TEXT NOT NULL,
  PRIMARY KEY (company, day, step, blocker, customer, currency, about)
);

CREATE INDEX plan_line_customer ON plan_line (company, day, customer);

-- A run that a person set going: how far it has come. Times are in seconds
-- since 1970; ended is 0 while it works, failed is why it ended badly.
CREATE TABLE run_work (
  company    TEXT COLLATE "C" NOT NULL,
  run_date   DATE NOT NULL,
  person     TEXT COLLATE "C" NOT NULL,
  began      BIGINT NOT NULL,
  touched    BIGINT NOT NULL,
  done       BIGINT NOT NULL,
  total      BIGINT NOT NULL,
  ended      BIGINT NOT NULL,
  failed     TEXT NOT NULL,
  PRIMARY KEY (company, run_date, person)
);

-- When a person came to a point of a run, in seconds since 1970 (R-9).
CREATE TABLE run_time (
  company    TEXT COLLATE "C" NOT NULL,
  run_date   DATE NOT NULL,
  person     TEXT COLLATE "C" NOT NULL,
  point      TEXT COLLATE "C" NOT NULL CHECK (point IN ('opened', 'applied', 'printed', 'done')),
  at         BIGINT NOT NULL,
  PRIMARY KEY (company, run_date, person, point)
);

-- +goose Down
SELECT 1;
