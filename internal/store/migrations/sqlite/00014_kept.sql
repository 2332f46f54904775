-- What is computed and kept has one table, and who is searched for an index.

-- +goose Up
-- Figures of a day that were computed and are kept so that pages are quick: a
-- cache, made anew when the books have changed. what names them: the plan of the
-- day, whose lines are in plan_line, or the charts of a currency. made and took
-- are in milliseconds, made since 1970; of the changes since one (an hour before
-- they were made) they know so many: there are more when the books have changed.
-- figures is JSON.
DROP TABLE plan_made;
DELETE FROM plan_line;
CREATE TABLE kept (
  company    TEXT NOT NULL,
  what       TEXT NOT NULL CHECK (what <> ''),
  day        TEXT NOT NULL CHECK (day IS date(day)),
  since      TEXT NOT NULL,
  changes    INTEGER NOT NULL,
  made       INTEGER NOT NULL,
  took       INTEGER NOT NULL,
  figures    TEXT NOT NULL,
  PRIMARY KEY (company, what, day)
) STRICT, WITHOUT ROWID;

-- Customers are searched by a part of their name, code or tax id: all of these
-- are looked through, and here lie together.
CREATE INDEX standing_search ON standing (company, search, customer, currency);

-- +goose Down
SELECT 1;
