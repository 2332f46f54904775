-- The life of tasks: found by a number, put off, done; what was said on the
-- phone; cash taken on the spot.

-- +goose Up
-- task_id is derived from the key; tasks from before have one of their own
-- counting. A task can be without money at stake. wake is the day a task that
-- was put off is shown again. closed_on is empty while it is to be done.
CREATE TABLE task_life (
  company    TEXT COLLATE "C" NOT NULL,
  task_id    TEXT COLLATE "C" NOT NULL CHECK (task_id <> ''),
  run_date   DATE NOT NULL,
  customer   TEXT COLLATE "C" NOT NULL,
  step       TEXT COLLATE "C" NOT NULL,
  currency   TEXT COLLATE "C" NOT NULL,
  about      TEXT COLLATE "C" NOT NULL,
  kind       TEXT COLLATE "C" NOT NULL,
  task       TEXT COLLATE "C" NOT NULL,
  role       TEXT COLLATE "C" NOT NULL,
  assignee   TEXT COLLATE "C" NOT NULL,
  deadline   DATE,
  total      BIGINT NOT NULL CHECK (total >= 0),
  items      TEXT COLLATE "C" NOT NULL,
  details    TEXT COLLATE "C" NOT NULL,
  wake       DATE,
  closed_on  DATE,
  closed_by  TEXT COLLATE "C" NOT NULL DEFAULT '',
  outcome    TEXT COLLATE "C" NOT NULL DEFAULT '',
  note       TEXT COLLATE "C" NOT NULL DEFAULT '',
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, run_date, customer, step, currency, about),
  UNIQUE (company, task_id),
  CHECK ((closed_on IS NULL) = (outcome = ''))
);
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
  company    TEXT COLLATE "C" NOT NULL,
  talk       TEXT COLLATE "C" NOT NULL CHECK (talk <> ''),
  customer   TEXT COLLATE "C" NOT NULL,
  kind       TEXT COLLATE "C" NOT NULL CHECK (kind IN ('call', 'visit')),
  date       DATE NOT NULL,
  person     TEXT COLLATE "C" NOT NULL,
  contact    TEXT COLLATE "C" NOT NULL,
  task_id    TEXT COLLATE "C" NOT NULL,
  outcome    TEXT COLLATE "C" NOT NULL CHECK (outcome <> ''),
  reason     TEXT COLLATE "C" NOT NULL,
  objection  TEXT COLLATE "C" NOT NULL,
  tactic     TEXT COLLATE "C" NOT NULL,
  behaviour  TEXT COLLATE "C" NOT NULL,
  note       TEXT COLLATE "C" NOT NULL,
  next_on    DATE,
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, talk)
);
CREATE INDEX talk_customer ON talk (company, customer, date);
CREATE INDEX talk_date ON talk (company, date);

-- Cash taken on the spot, until it is handed in.
CREATE TABLE cash (
  company    TEXT COLLATE "C" NOT NULL,
  receipt    TEXT COLLATE "C" NOT NULL CHECK (receipt <> ''),
  customer   TEXT COLLATE "C" NOT NULL,
  invoice    TEXT COLLATE "C" NOT NULL,
  amount     BIGINT NOT NULL CHECK (amount > 0),
  currency   TEXT COLLATE "C" NOT NULL,
  document   TEXT COLLATE "C" NOT NULL,
  taken_on   DATE NOT NULL,
  taken_by   TEXT COLLATE "C" NOT NULL,
  handed_on  DATE,
  handed_to  TEXT COLLATE "C" NOT NULL DEFAULT '',
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, receipt),
  CHECK ((handed_on IS NULL) = (handed_to = ''))
);
CREATE INDEX cash_customer ON cash (company, customer);
CREATE INDEX cash_held ON cash (company, taken_on, receipt) WHERE handed_on IS NULL;

-- Promises are looked for by their day.
CREATE INDEX event_until ON event (company, until, number) WHERE until IS NOT NULL;

-- +goose Down
SELECT 1;
