-- What the long lists are read from, and what people say to them.

-- +goose Up
-- How a customer stands in a currency: derived from instalment, payment and
-- customer, re-derived by check. It is right for the days from as_of until the
-- day before until, on which a debt passes into another column of the aging.
-- Who owes nothing has a row of noughts in the company's currency.
CREATE TABLE standing (
  company    TEXT COLLATE "C" NOT NULL,
  customer   TEXT COLLATE "C" NOT NULL,
  currency   TEXT COLLATE "C" NOT NULL,
  name       TEXT NOT NULL,
  search     TEXT COLLATE "C" NOT NULL,
  manager    TEXT COLLATE "C" NOT NULL,
  category   TEXT COLLATE "C" NOT NULL,
  region     TEXT COLLATE "C" NOT NULL,
  open       BIGINT NOT NULL,
  not_due    BIGINT NOT NULL,
  d30        BIGINT NOT NULL,
  d60        BIGINT NOT NULL,
  d90        BIGINT NOT NULL,
  d91        BIGINT NOT NULL,
  overdue    BIGINT NOT NULL,
  oldest     DATE,
  credit     BIGINT NOT NULL,
  as_of      DATE NOT NULL,
  until      DATE NOT NULL,
  PRIMARY KEY (company, customer, currency)
);
CREATE INDEX standing_until ON standing (company, until);
CREATE INDEX standing_overdue ON standing (company, currency, overdue);
CREATE INDEX standing_manager ON standing (company, manager);

-- What standing sums to: kept beside it by the same statements, for a list says
-- what all of it sums to on every page. late is 1 for who is overdue.
CREATE TABLE standing_sum (
  company    TEXT COLLATE "C" NOT NULL,
  manager    TEXT COLLATE "C" NOT NULL,
  category   TEXT COLLATE "C" NOT NULL,
  region     TEXT COLLATE "C" NOT NULL,
  currency   TEXT COLLATE "C" NOT NULL,
  late       BIGINT NOT NULL CHECK (late IN (0, 1)),
  people     BIGINT NOT NULL,
  open       BIGINT NOT NULL,
  not_due    BIGINT NOT NULL,
  d30        BIGINT NOT NULL,
  d60        BIGINT NOT NULL,
  d90        BIGINT NOT NULL,
  d91        BIGINT NOT NULL,
  overdue    BIGINT NOT NULL,
  credit     BIGINT NOT NULL,
  PRIMARY KEY (company, manager, category, region, currency, late)
);

-- Whose standing is to be derived anew: a change wrote something of him. Each
-- change has rows of its own, so that none is lost that is written while others
-- are worked off.
CREATE TABLE stale (
  company    TEXT COLLATE "C" NOT NULL,
  change     TEXT COLLATE "C" NOT NULL,
  customer   TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, change, customer)
);
INSERT INTO stale (company, change, customer) SELECT company, change, customer FROM customer;

-- The day that standing was last derived for; who derives it holds this row.
CREATE TABLE standing_day (
  company    TEXT COLLATE "C" NOT NULL,
  day        DATE NOT NULL,
  PRIMARY KEY (company)
);

-- From which overdue amount on a customer is one of the few who hold four
-- fifths of it (class A), or of those who hold most of the rest (class B).
CREATE TABLE standing_class (
  company    TEXT COLLATE "C" NOT NULL,
  currency   TEXT COLLATE "C" NOT NULL,
  a          BIGINT NOT NULL,
  b          BIGINT NOT NULL,
  PRIMARY KEY (company, currency)
);

-- What lists can be narrowed by: managers, regions, categories.
CREATE TABLE standing_choice (
  company    TEXT COLLATE "C" NOT NULL,
  kind       TEXT COLLATE "C" NOT NULL CHECK (kind IN ('manager', 'region', 'category')),
  value      TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, kind, value)
);

-- A list as a person likes to have it: a name for the parameters of its address.
CREATE TABLE saved_view (
  company    TEXT COLLATE "C" NOT NULL,
  person     TEXT COLLATE "C" NOT NULL CHECK (person <> ''),
  list       TEXT COLLATE "C" NOT NULL CHECK (list <> ''),
  name       TEXT COLLATE "C" NOT NULL CHECK (name <> ''),
  query      TEXT NOT NULL,
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, person, list, name)
);

-- What is said to an overdue invoice in a week, whose Monday names it (R-113).
-- Nothing is edited: the last word counts.
CREATE TABLE weekly_comment (
  company    TEXT COLLATE "C" NOT NULL,
  week       DATE NOT NULL,
  customer   TEXT COLLATE "C" NOT NULL,
  invoice    TEXT COLLATE "C" NOT NULL,
  number     BIGINT NOT NULL CHECK (number > 0),
  kind       TEXT COLLATE "C" NOT NULL CHECK (kind IN ('paid-waiting', 'informed', 'asks-reconciliation', 'other')),
  comment    TEXT NOT NULL,
  author     TEXT COLLATE "C" NOT NULL,
  open       BIGINT NOT NULL,
  date       DATE NOT NULL,
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, week, customer, invoice, number)
);

-- What is open, the oldest first: the list of invoices and the weekly one.
CREATE INDEX instalment_open ON instalment (company, due) WHERE settled_on IS NULL;

-- +goose Down
SELECT 1;
