-- What the long lists are read from, and what people say to them.

-- +goose Up
-- How a customer stands in a currency: derived from instalment, payment and
-- customer, re-derived by check. It is right for the days from as_of until the
-- day before until, on which a debt passes into another column of the aging.
-- Who owes nothing has a row of noughts in the company's currency.
CREATE TABLE standing (
  company    TEXT NOT NULL,
  customer   TEXT NOT NULL,
  currency   TEXT NOT NULL,
  name       TEXT NOT NULL,
  search     TEXT NOT NULL,
  manager    TEXT NOT NULL,
  category   TEXT NOT NULL,
  region     TEXT NOT NULL,
  open       INTEGER NOT NULL,
  not_due    INTEGER NOT NULL,
  d30        INTEGER NOT NULL,
  d60        INTEGER NOT NULL,
  d90        INTEGER NOT NULL,
  d91        INTEGER NOT NULL,
  overdue    INTEGER NOT NULL,
  oldest     TEXT CHECK (oldest IS date(oldest)),
  credit     INTEGER NOT NULL,
  as_of      TEXT NOT NULL CHECK (as_of IS date(as_of)),
  until      TEXT NOT NULL CHECK (until IS date(until)),
  PRIMARY KEY (company, customer, currency)
) STRICT, WITHOUT ROWID;
CREATE INDEX standing_until ON standing (company, until);
CREATE INDEX standing_overdue ON standing (company, currency, overdue);
CREATE INDEX standing_manager ON standing (company, manager);

-- What standing sums to: kept beside it by the same statements, for a list says
-- what all of it sums to on every page. late is 1 for who is overdue.
CREATE TABLE standing_sum (
  company    TEXT NOT NULL,
  manager    TEXT NOT NULL,
  category   TEXT NOT NULL,
  region     TEXT NOT NULL,
  currency   TEXT NOT NULL,
  late       INTEGER NOT NULL CHECK (late IN (0, 1)),
  people     INTEGER NOT NULL,
  open       INTEGER NOT NULL,
  not_due    INTEGER NOT NULL,
  d30        INTEGER NOT NULL,
  d60        INTEGER NOT NULL,
  d90        INTEGER NOT NULL,
  d91        INTEGER NOT NULL,
  overdue    INTEGER NOT NULL,
  credit     INTEGER NOT NULL,
  PRIMARY KEY (company, manager, category, region, currency, late)
) STRICT, WITHOUT ROWID;

-- Whose standing is to be derived anew: a change wrote something of him. Each
-- change has rows of its own, so that none is lost that is written while others
-- are worked off.
CREATE TABLE stale (
  company    TEXT NOT NULL,
  change     TEXT NOT NULL,
  customer   TEXT NOT NULL,
  PRIMARY KEY (company, change, customer)
) STRICT, WITHOUT ROWID;
INSERT INTO stale (company, change, customer) SELECT company, change, customer FROM customer;

-- The day that standing was last derived for; who derives it holds this row.
CREATE TABLE standing_day (
  company    TEXT NOT NULL,
  day        TEXT NOT NULL CHECK (day IS date(day)),
  PRIMARY KEY (company)
) STRICT, WITHOUT ROWID;

-- From which overdue amount on a customer is one of the few who hold four
-- fifths of it (class A), or of those who hold most of the rest (class B).
CREATE TABLE standing_class (
  company    TEXT NOT NULL,
  currency   TEXT NOT NULL,
  a          INTEGER NOT NULL,
  b          INTEGER NOT NULL,
  PRIMARY KEY (company, currency)
) STRICT, WITHOUT ROWID;

-- What lists can be narrowed by: managers, regions, categories.
CREATE TABLE standing_choice (
  company    TEXT NOT NULL,
  kind       TEXT NOT NULL CHECK (kind IN ('manager', 'region', 'category')),
  value      TEXT NOT NULL,
  PRIMARY KEY (company, kind, value)
) STRICT, WITHOUT ROWID;

-- A list as a person likes to have it: a name for the parameters of its address.
CREATE TABLE saved_view (
  company    TEXT NOT NULL,
  person     TEXT NOT NULL CHECK (person <> ''),
  list       TEXT NOT NULL CHECK (list <> ''),
  name       TEXT NOT NULL CHECK (name <> ''),
  query      TEXT NOT NULL,
  change     TEXT NOT NULL,
  PRIMARY KEY (company, person, list, name)
) STRICT, WITHOUT ROWID;

-- What is said to an overdue invoice in a week, whose Monday names it (R-113).
-- Nothing is edited: the last word counts.
CREATE TABLE weekly_comment (
  company    TEXT NOT NULL,
  week       TEXT NOT NULL CHECK (week IS date(week)),
  customer   TEXT NOT NULL,
  invoice    TEXT NOT NULL,
  number     INTEGER NOT NULL CHECK (number > 0),
  kind       TEXT NOT NULL CHECK (kind IN ('paid-waiting', 'informed', 'asks-reconciliation', 'other')),
  comment    TEXT NOT NULL,
  author     TEXT NOT NULL,
  open       INTEGER NOT NULL,
  date       TEXT NOT NULL CHECK (date IS date(date)),
  change     TEXT NOT NULL,
  PRIMARY KEY (company, week, customer, invoice, number)
) STRICT, WITHOUT ROWID;

-- What is open, the oldest first: the list of invoices and the weekly one.
CREATE INDEX instalment_open ON instalment (company, due) WHERE settled_on IS NULL;

-- +goose Down
SELECT 1;
