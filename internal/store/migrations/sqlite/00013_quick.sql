-- What keeps pages quick over a million invoices: derived sums and indexes.

-- +goose Up
-- Customers in the order that their list begins with: of all, and of a manager.
CREATE INDEX standing_list ON standing (company, overdue DESC, customer, currency);
DROP INDEX standing_manager;
CREATE INDEX standing_manager ON standing (company, manager, overdue DESC, customer, currency);

-- What of a customer falls due in the week after that of the day, for the calls
-- of Friday: the amount, how many documents, and the first due date.
ALTER TABLE standing ADD COLUMN next_week INTEGER NOT NULL DEFAULT 0;
ALTER TABLE standing ADD COLUMN next_items INTEGER NOT NULL DEFAULT 0;
ALTER TABLE standing ADD COLUMN next_first TEXT CHECK (next_first IS date(next_first));
CREATE INDEX standing_next ON standing (company, next_week DESC, customer, currency) WHERE next_week > 0;

-- What standing sums to, by class: A, B, C, or empty where nothing is overdue.
-- The classes are those of standing_class; with these the sums are made anew.
DROP TABLE standing_sum;
CREATE TABLE standing_sum (
  company    TEXT NOT NULL,
  manager    TEXT NOT NULL,
  category   TEXT NOT NULL,
  region     TEXT NOT NULL,
  currency   TEXT NOT NULL,
  class      TEXT NOT NULL CHECK (class IN ('', 'A', 'B', 'C')),
  people     INTEGER NOT NULL,
  open       INTEGER NOT NULL,
  not_due    INTEGER NOT NULL,
  d30        INTEGER NOT NULL,
  d60        INTEGER NOT NULL,
  d90        INTEGER NOT NULL,
  d91        INTEGER NOT NULL,
  overdue    INTEGER NOT NULL,
  credit     INTEGER NOT NULL,
  PRIMARY KEY (company, manager, category, region, currency, class)
) STRICT, WITHOUT ROWID;

-- All of it is derived anew, for every row has more to say.
DELETE FROM standing;
DELETE FROM standing_class;
DELETE FROM standing_day;
INSERT INTO stale (company, change, customer) SELECT company, change, customer FROM customer WHERE true ON CONFLICT DO NOTHING;

-- The lines of a kept plan in the order they are listed.
CREATE INDEX plan_line_list ON plan_line (company, day, step, blocker, total DESC, items DESC, customer, currency, about);

-- The day of the letter's run, so that what waits to be posted is counted
-- without reading letters.
ALTER TABLE delivery ADD COLUMN run_date TEXT CHECK (run_date IS date(run_date));
UPDATE delivery SET run_date = (SELECT l.run_date FROM letter l WHERE l.company = delivery.company AND l.letter = delivery.letter);
CREATE INDEX delivery_run ON delivery (company, run_date, channel, state);

-- +goose Down
SELECT 1;
