-- What policies ask about: dates of documents, orders, letters by contract or
-- by invoice, work of several kinds with a deadline.

-- +goose Up
-- Conditions ask for an invoice's kind and dates, so an instalment repeats them
-- too.
ALTER TABLE instalment ADD COLUMN kind TEXT NOT NULL DEFAULT '';
ALTER TABLE instalment ADD COLUMN shipped TEXT CHECK (shipped IS date(shipped));
ALTER TABLE instalment ADD COLUMN handed_over TEXT CHECK (handed_over IS date(handed_over));
ALTER TABLE instalment ADD COLUMN accepted TEXT CHECK (accepted IS date(accepted));
UPDATE instalment SET kind = v.kind, shipped = v.shipped, handed_over = v.handed_over, accepted = v.accepted
  FROM invoice v WHERE v.company = instalment.company AND v.invoice = instalment.invoice;

-- The number of the order, the payment order or the letter that says it.
ALTER TABLE event ADD COLUMN document TEXT NOT NULL DEFAULT '';

-- about is the contract or the invoice that a letter or task is about where
-- the policy makes one for each; empty: the customer. It is part of the key.
CREATE TABLE letter_about (
  company    TEXT NOT NULL,
  letter     TEXT NOT NULL,
  run_date   TEXT NOT NULL CHECK (run_date IS date(run_date)),
  customer   TEXT NOT NULL,
  step       TEXT NOT NULL,
  currency   TEXT NOT NULL,
  about      TEXT NOT NULL DEFAULT '',
  total      INTEGER NOT NULL CHECK (total > 0),
  template   TEXT NOT NULL,
  language   TEXT NOT NULL,
  facts      TEXT NOT NULL,
  text_hash  TEXT NOT NULL DEFAULT '',
  change     TEXT NOT NULL,
  PRIMARY KEY (company, run_date, customer, step, currency, about),
  UNIQUE (company, letter)
) STRICT;
INSERT INTO letter_about (company, letter, run_date, customer, step, currency, total, template, language, facts, text_hash, change)
  SELECT company, letter, run_date, customer, step, currency, total, template, language, facts, text_hash, change FROM letter;
DROP TABLE letter;
ALTER TABLE letter_about RENAME TO letter;

-- kind is what is done: a call, a visit, a meeting…; details is JSON: what to
-- choose from, what to make or collect, who helps.
CREATE TABLE task_about (
  company    TEXT NOT NULL,
  run_date   TEXT NOT NULL CHECK (run_date IS date(run_date)),
  customer   TEXT NOT NULL,
  step       TEXT NOT NULL,
  currency   TEXT NOT NULL,
  about      TEXT NOT NULL DEFAULT '',
  kind       TEXT NOT NULL DEFAULT 'task',
  task       TEXT NOT NULL,
  role       TEXT NOT NULL,
  assignee   TEXT NOT NULL,
  deadline   TEXT CHECK (deadline IS date(deadline)),
  total      INTEGER NOT NULL CHECK (total > 0),
  items      TEXT NOT NULL,
  details    TEXT NOT NULL DEFAULT '',
  change     TEXT NOT NULL,
  PRIMARY KEY (company, run_date, customer, step, currency, about)
) STRICT;
INSERT INTO task_about (company, run_date, customer, step, currency, task, role, assignee, total, items, change)
  SELECT company, run_date, customer, step, currency, task, role, assignee, total, items, change FROM task;
DROP TABLE task;
ALTER TABLE task_about RENAME TO task;

-- +goose Down
SELECT 1;
