-- What keeps pages quick over a million invoices: derived sums and indexes.

-- +goose Up
-- Customers in the order that their list begins with: of all, and of a manager.
CREATE INDEX standing_list ON standing (company, overdue DESC, customer, currency);
DROP INDEX standing_manager;
CREATE INDEX standing_manager ON standing (company, manager, overdue DESC, customer, currency);

-- What of a customer falls due in the week after that of the day, for the calls
-- of Friday: the amount, how many documents, and the first due date.
ALTER TABLE standing ADD COLUMN next_week BIGINT NOT NULL DEFAULT 0;
ALTER TABLE standing ADD COLUMN next_items BIGINT NOT NULL DEFAULT 0;
ALTER TABLE standing ADD COLUMN next_first DATE;
CREATE INDEX standing_next ON standing (company, next_week DESC, customer, currency) WHERE next_week > 0;

-- What standing sums to, by class: A, B, C, or empty where nothing is overdue.
-- The classes are those of standing_class; with these the sums are made anew.
DROP TABLE standing_sum;
CREATE TABLE standing_sum (
  company    TEXT COLLATE "C" NOT NULL,
  manager    TEXT COLLATE "C" NOT NULL,
  category   TEXT COLLATE "C" NOT NULL,
  region     TEXT COLLATE "C" NOT NULL,
  currency   TEXT COLLATE "C" NOT NULL,
  class      TEXT COLLATE "C" NOT NULL CHECK (class IN ('', 'A', 'B', 'C')),
  people     BIGINT NOT NULL,
  open       BIGINT NOT NULL,
  not_due    BIGINT NOT NULL,
  d30        BIGINT NOT NULL,
  d60        BIGINT NOT NULL,
  d90        BIGINT NOT NULL,
  d91        BIGINT NOT NULL,
  overdue    BIGINT NOT NULL,
  credit     BIGINT NOT NULL,
  PRIMARY KEY (company, manager, category, region, currency, class)
);

-- All of it is derived anew, for every row has more to say.
DELETE FROM standing;
DELETE FROM standing_class;
DELETE FROM standing_day;
INSERT INTO stale (company, change, customer) SELECT company, change, customer FROM customer WHERE true ON CONFLICT DO NOTHING;

-- The lines of a kept plan in the order they are listed.
CREATE INDEX plan_line_list ON plan_line (company, day, step, blocker, total DESC, items DESC, customer, currency, about);

-- The day of the letter's run, so that what waits to be posted is counted
-- without reading letters.
ALTER TABLE delivery ADD COLUMN run_date DATE;
UPDATE delivery SET run_date = (SELECT l.run_date FROM letter l WHERE l.company = delivery.company AND l.letter = delivery.letter);
CREATE INDEX delivery_run ON delivery (company, run_date, channel, state);

-- +goose Down
SELECT 1;
