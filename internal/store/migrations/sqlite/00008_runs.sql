-- Runs that are looked at before they act, watched while they do, and taken
-- back after.

-- +goose Up
-- An undo: somebody took back what a run had done, for one customer or for all.
CREATE TABLE undo (
  company    TEXT NOT NULL,
  number     INTEGER NOT NULL CHECK (number > 0),
  run_date   TEXT NOT NULL CHECK (run_date IS date(run_date)),
  customer   TEXT NOT NULL,
  date       TEXT NOT NULL CHECK (date IS date(date)),
  reason     TEXT NOT NULL CHECK (reason <> ''),
  author     TEXT NOT NULL,
  change     TEXT NOT NULL,
  PRIMARY KEY (company, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX undo_run ON undo (company, run_date);

-- undone is the number of the undo that took the row back, 0 while it stands.
-- It is part of every key that makes a step happen once, so that what was taken
-- back can be done again.
CREATE TABLE decision_undone (
  company    TEXT NOT NULL,
  customer   TEXT NOT NULL,
  invoice    TEXT NOT NULL,
  part       INTEGER NOT NULL,
  policy     TEXT NOT NULL,
  step       TEXT NOT NULL,
  occurrence INTEGER NOT NULL,
  undone     INTEGER NOT NULL DEFAULT 0,
  run_date   TEXT NOT NULL CHECK (run_date IS date(run_date)),
  days       INTEGER NOT NULL,
  open       INTEGER NOT NULL CHECK (open > 0),
  currency   TEXT NOT NULL,
  change     TEXT NOT NULL,
  PRIMARY KEY (company, customer, invoice, part, policy, step, occurrence, undone)
) STRICT, WITHOUT ROWID;
INSERT INTO decision_undone (company, customer, invoice, part, policy, step, occurrence, run_date, days, open, currency, change)
  SELECT company, customer, invoice, part, policy, step, occurrence, run_date, days, open, currency, change FROM decision;
DROP TABLE decision;
ALTER TABLE decision_undone RENAME TO decision;
CREATE INDEX decision_run ON decision (company, run_date);

-- A correction may say that nothing is owed.
CREATE TABLE letter_undone (
  company    TEXT NOT NULL,
  letter     TEXT NOT NULL,
  run_date   TEXT NOT NULL CHECK (run_date IS date(run_date)),
  customer   TEXT NOT NULL,
  step       TEXT NOT NULL,
  currency   TEXT NOT NULL,
  about      TEXT NOT NULL DEFAULT '',
  undone     INTEGER NOT NULL DEFAULT 0,
  total      INTEGER NOT NULL CHECK (total >= 0),
  template   TEXT NOT NULL,
  language   TEXT NOT NULL,
  facts      TEXT NOT NULL,
  text_hash  TEXT NOT NULL DEFAULT '',
  change     TEXT NOT NULL,
  PRIMARY KEY (company, run_date, customer, step, currency, about, undone),
  UNIQUE (company, letter)
) STRICT;
INSERT INTO letter_undone (company, letter, run_date, customer, step, currency, about, total, template, language, facts, text_hash, change)
  SELECT company, letter, run_date, customer, step, currency, about, total, template, language, facts, text_hash, change FROM letter;
DROP TABLE letter;
ALTER TABLE letter_undone RENAME TO letter;

CREATE TABLE task_undone (
  company    TEXT NOT NULL,
  task_id    TEXT NOT NULL CHECK (task_id <> ''),
  run_date   TEXT NOT NULL CHECK (run_date IS date(run_date)),
  customer   TEXT NOT NULL,
  step       TEXT NOT NULL,
  currency   TEXT NOT NULL,
  about      TEXT NOT NULL,
  undone     INTEGER NOT NULL DEFAULT 0,
  kind       TEXT NOT NULL,
  task       TEXT NOT NULL,
  role       TEXT NOT NULL,
  assignee   TEXT NOT NULL,
  deadline   TEXT CHECK (deadline IS date(deadline)),
  total      INTEGER NOT NULL CHECK (total >= 0),
  items      TEXT NOT NULL,
  details    TEXT NOT NULL,
  wake       TEXT CHECK (wake IS date(wake)),
  closed_on  TEXT CHECK (closed_on IS date(closed_on)),
  closed_by  TEXT NOT NULL DEFAULT '',
  outcome    TEXT NOT NULL DEFAULT '',
  note       TEXT NOT NULL DEFAULT '',
  change     TEXT NOT NULL,
  PRIMARY KEY (company, run_date, customer, step, currency, about, undone),
  UNIQUE (company, task_id),
  CHECK ((closed_on IS NULL) = (outcome = ''))
) STRICT;INSERT INTO task_undone (company, task_id, run_date, customer, step, currency, about, kind, task, role, assignee, deadline, total, items, details, wake, closed_on, closed_by, outcome, note, change)
  SELECT company, task_id, run_date, customer, step, currency, about, kind, task, role, assignee, deadline, total, items, details, wake, closed_on, closed_by, outcome, note, change FROM task;
DROP TABLE task;
ALTER TABLE task_undone RENAME TO task;
CREATE INDEX task_customer ON task (company, customer, run_date);
-- Open tasks are listed by what is at stake and summed from the index alone.
CREATE INDEX task_open ON task (company, total, task_id, currency, run_date, wake, customer, assignee, role, task) WHERE closed_on IS NULL;
CREATE INDEX task_assignee ON task (company, assignee) WHERE closed_on IS NULL;

-- Where a run's letters stand is counted without reading their facts.
CREATE INDEX letter_run ON letter (company, run_date, undone, letter, customer);

-- A posted letter is printed, signed, posted, delivered or returned.
CREATE TABLE delivery_signed (
  company    TEXT NOT NULL,
  letter     TEXT NOT NULL,
  channel    TEXT NOT NULL CHECK (channel IN ('email', 'post')),
  address    TEXT NOT NULL,
  change     TEXT NOT NULL,
  state      TEXT NOT NULL DEFAULT 'ready'
    CHECK (state IN ('ready', 'signed', 'sending', 'retry', 'sent', 'failed', 'parked', 'withdrawn', 'bounced', 'posted', 'delivered', 'returned')),
  state_on   TEXT CHECK (state_on IS date(state_on)),
  due        INTEGER NOT NULL DEFAULT 0,
  tries      INTEGER NOT NULL DEFAULT 0 CHECK (tries >= 0),
  tracking   TEXT NOT NULL DEFAULT '',
  note       TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (company, letter, channel)
) STRICT, WITHOUT ROWID;
INSERT INTO delivery_signed (company, letter, channel, address, change, state, state_on, due, tries, tracking, note)
  SELECT company, letter, channel, address, change, state, state_on, due, tries, tracking, note FROM delivery;
DROP TABLE delivery;
ALTER TABLE delivery_signed RENAME TO delivery;
CREATE INDEX delivery_due ON delivery (company, due, letter) WHERE due > 0;

-- What a person said of an action before its run: leave it out, not before a
-- day, do another step instead, send it to another address.
CREATE TABLE review (
  company    TEXT NOT NULL,
  run_date   TEXT NOT NULL CHECK (run_date IS date(run_date)),
  customer   TEXT NOT NULL,
  step       TEXT NOT NULL,
  currency   TEXT NOT NULL,
  about      TEXT NOT NULL,
  kind       TEXT NOT NULL CHECK (kind IN ('exclude', 'postpone', 'step', 'recipient')),
  until      TEXT CHECK (until IS date(until)),
  value      TEXT NOT NULL,
  reason     TEXT NOT NULL CHECK (reason <> ''),
  author     TEXT NOT NULL,
  change     TEXT NOT NULL,
  PRIMARY KEY (company, run_date, customer, step, currency, about),
  CHECK ((kind = 'postpone') = (until IS NOT NULL)),
  CHECK ((kind IN ('step', 'recipient')) = (value <> ''))
) STRICT, WITHOUT ROWID;
CREATE INDEX review_until ON review (company, until) WHERE until IS NOT NULL;

-- A plan that was computed, kept so that its pages are quick: a cache, made
-- anew when the books have changed. made and took are in milliseconds, made
-- since 1970; of the changes since one (an hour before it was made) it knows so
-- many: there are more when the books have changed. sums is JSON: the lines by
-- step and reason, for all customers.
CREATE TABLE plan_made (
  company    TEXT NOT NULL,
  day        TEXT NOT NULL CHECK (day IS date(day)),
  since      TEXT NOT NULL,
  changes    INTEGER NOT NULL,
  made       INTEGER NOT NULL,
  took       INTEGER NOT NULL,
  sums       TEXT NOT NULL,
  PRIMARY KEY (company, day)
) STRICT, WITHOUT ROWID;

-- Its lines: what is done for a customer, and how many of his documents are
-- not done for a reason, whose code then stands in blocker.
CREATE TABLE plan_line (
  company    TEXT NOT NULL,
  day        TEXT NOT NULL CHECK (day IS date(day)),
  step       TEXT NOT NULL,
  blocker    TEXT NOT NULL,
  customer   TEXT NOT NULL,
  currency   TEXT NOT NULL,
  about      TEXT NOT NULL,
  items      INTEGER NOT NULL,
  total      INTEGER NOT NULL,
  days       INTEGER NOT NULL,
  data       TEXT NOT NULL,
  PRIMARY KEY (company, day, step, blocker, customer, currency, about)
) STRICT, WITHOUT ROWID;

CREATE INDEX plan_line_customer ON plan_line (company, day, customer);

-- A run that a person set going: how far it has come. Times are in seconds
-- since 1970; ended is 0 while it works, failed is why it ended badly.
CREATE TABLE run_work (
  company    TEXT NOT NULL,
  run_date   TEXT NOT NULL CHECK (run_date IS date(run_date)),
  person     TEXT NOT NULL,
  began      INTEGER NOT NULL,
  touched    INTEGER NOT NULL,
  done       INTEGER NOT NULL,
  total      INTEGER NOT NULL,
  ended      INTEGER NOT NULL,
  failed     TEXT NOT NULL,
  PRIMARY KEY (company, run_date, person)
) STRICT, WITHOUT ROWID;

-- When a person came to a point of a run, in seconds since 1970 (R-9).
CREATE TABLE run_time (
  company    TEXT NOT NULL,
  run_date   TEXT NOT NULL CHECK (run_date IS date(run_date)),
  person     TEXT NOT NULL,
  point      TEXT NOT NULL CHECK (point IN ('opened', 'applied', 'printed', 'done')),
  at         INTEGER NOT NULL,
  PRIMARY KEY (company, run_date, person, point)
) STRICT, WITHOUT ROWID;

-- +goose Down
SELECT 1;
