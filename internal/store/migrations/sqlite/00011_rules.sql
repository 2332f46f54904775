-- Policies tried on the past from a page, and the set-up list (R-3).

-- +goose Up
-- policies is one name, or two with a blank between; result is JSON, empty until
-- it is done; played of customers is how far it has come.
CREATE TABLE backtest (
  company    TEXT NOT NULL,
  backtest   TEXT NOT NULL CHECK (backtest <> ''),
  at         TEXT NOT NULL,
  author     TEXT NOT NULL,
  policies   TEXT NOT NULL CHECK (policies <> ''),
  from_date  TEXT NOT NULL CHECK (from_date IS date(from_date)),
  to_date    TEXT NOT NULL CHECK (to_date IS date(to_date)),
  manager    TEXT NOT NULL,
  state      TEXT NOT NULL CHECK (state IN ('queued', 'done', 'failed')),
  played     INTEGER NOT NULL,
  customers  INTEGER NOT NULL,
  result     TEXT NOT NULL,
  problem    TEXT NOT NULL,
  change     TEXT NOT NULL,
  PRIMARY KEY (company, backtest)
) STRICT;

-- What people said of a task of the set-up list; one that nobody has touched
-- has no row.
CREATE TABLE setup_item (
  company    TEXT NOT NULL,
  item       TEXT NOT NULL CHECK (item <> ''),
  owner      TEXT NOT NULL,
  due        TEXT CHECK (due IS date(due)),
  done_on    TEXT CHECK (done_on IS date(done_on)),
  note       TEXT NOT NULL,
  change     TEXT NOT NULL,
  PRIMARY KEY (company, item)
) STRICT, WITHOUT ROWID;

-- +goose Down
SELECT 1;
