-- The life of tasks: found by a number, put off, done; what was said on the
-- phone; cash taken on the spot.

-- +goose Up
-- task_id is derived from the key; tasks from before have one of their own
-- counting. A task can be without money at stake. wake is the day a task that
-- was put off is shown again. closed_on is empty while it is to be done.
CREATE TABLE task_life (
  company    TEXT NOT NULL,
  task_id    TEXT NOT NULL CHECK (task_id <> ''),
  run_date   TEXT NOT NULL CHECK (run_date IS date(run_date)),
  customer   TEXT NOT NULL,
  step       TEXT NOT NULL,
  currency   TEXT NOT NULL,
  about      TEXT NOT NULL,
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
  PRIMARY KEY (company, run_date, customer, step, currency, about),
  UNIQUE (company, task_id),
  CHECK ((closed_on IS NULL) = (outcome = ''))
) STRICT;
INSERT INTO task_life (company, task_id, run_date, customer, step, currency, about, kind, task, role, assignee, deadline, total, items, details, change)
  SELECT company, 'T' || ROW_NUMBER() OVER (PARTITION BY company ORDER BY run_date, customer, step, currency, about),
    run_date, customer, step, currency, about, kind, task, role, assignee, deadline, total, items, details, change FROM task;
DROP TABLE task;
ALTER TABLE task_life RENAME TO task;
CREATE INDEX task_customer ON task (company, customer, run_date);
-- Open tasks are listed by what is at stake and summed from the index alone.
CREATE INDEX task_open ON task (company, total, task_id, currency, run_date, wake, customer, assignee, role, task) WHERE closed_on IS NULL;
CREATE INDEX task_assignee ON task (company, assignee) WHERE closed_on IS NULL;

-- A talk with a customer: who spoke with whom, what came of it, what was said
-- against paying and what was answered. What follows for the debt are events.
CREATE TABLE talk (
  company    TEXT NOT NULL,
  talk       TEXT NOT NULL CHECK (talk <> ''),
  customer   TEXT NOT NULL,
  kind       TEXT NOT NULL CHECK (kind IN ('call', 'visit')),
  date       TEXT NOT NULL CHECK (date IS date(date)),
  person     TEXT NOT NULL,
  contact    TEXT NOT NULL,
  task_id    TEXT NOT NULL,
  outcome    TEXT NOT NULL CHECK (outcome <> ''),
  reason     TEXT NOT NULL,
  objection  TEXT NOT NULL,
  tactic     TEXT NOT NULL,
  behaviour  TEXT NOT NULL,
  note       TEXT NOT NULL,
  next_on    TEXT CHECK (next_on IS date(next_on)),
  change     TEXT NOT NULL,
  PRIMARY KEY (company, talk)
) STRICT, WITHOUT ROWID;
CREATE INDEX talk_customer ON talk (company, customer, date);
CREATE INDEX talk_date ON talk (company, date);

-- Cash taken on the spot, until it is handed in.
CREATE TABLE cash (
  company    TEXT NOT NULL,
  receipt    TEXT NOT NULL CHECK (receipt <> ''),
  customer   TEXT NOT NULL,
  invoice    TEXT NOT NULL,
  amount     INTEGER NOT NULL CHECK (amount > 0),
  currency   TEXT NOT NULL,
  document   TEXT NOT NULL,
  taken_on   TEXT NOT NULL CHECK (taken_on IS date(taken_on)),
  taken_by   TEXT NOT NULL,
  handed_on  TEXT CHECK (handed_on IS date(handed_on)),
  handed_to  TEXT NOT NULL DEFAULT '',
  change     TEXT NOT NULL,
  PRIMARY KEY (company, receipt),
  CHECK ((handed_on IS NULL) = (handed_to = ''))
) STRICT, WITHOUT ROWID;
CREATE INDEX cash_customer ON cash (company, customer);
CREATE INDEX cash_held ON cash (company, taken_on, receipt) WHERE handed_on IS NULL;

-- Promises are looked for by their day.
CREATE INDEX event_until ON event (company, until, number) WHERE until IS NOT NULL;

-- +goose Down
SELECT 1;
