-- Policies tried on the past from a page, and the set-up list (R-3).

-- +goose Up
-- policies is one name, or two with a blank between; result is JSON, empty until
-- it is done; played of customers is how far it has come.
CREATE TABLE backtest (
  company    TEXT COLLATE "C" NOT NULL,
  backtest   TEXT COLLATE "C" NOT NULL CHECK (backtest <> ''),
  at         TIMESTAMPTZ NOT NULL,
  author     TEXT NOT NULL,
  policies   TEXT NOT NULL CHECK (policies <> ''),
  from_date  DATE NOT NULL,
  to_date    DATE NOT NULL,
  manager    TEXT NOT NULL,
  state      TEXT NOT NULL CHECK (state IN ('queued', 'done', 'failed')),
  played     BIGINT NOT NULL,
  customers  BIGINT NOT NULL,
  result     TEXT NOT NULL,
  problem    TEXT NOT NULL,
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, backtest)
);

-- What people said of a task of the set-up list; one that nobody has touched
-- has no row.
CREATE TABLE setup_item (
  company    TEXT COLLATE "C" NOT NULL,
  item       TEXT COLLATE "C" NOT NULL CHECK (item <> ''),
  owner      TEXT NOT NULL,
  due        DATE,
  done_on    DATE,
  note       TEXT NOT NULL,
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, item)
);

-- +goose Down
SELECT 1;
