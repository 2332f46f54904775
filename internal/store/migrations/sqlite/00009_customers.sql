-- What people keep about a customer: files and notes.

-- +goose Up
-- A file somebody brought. removed_on is set when it was taken away again: its
-- bytes go, the line stays.
CREATE TABLE attachment (
  company    TEXT NOT NULL,
  customer   TEXT NOT NULL,
  number     INTEGER NOT NULL CHECK (number > 0),
  invoice    TEXT NOT NULL,
  name       TEXT NOT NULL CHECK (name <> ''),
  type       TEXT NOT NULL CHECK (type <> ''),
  size       INTEGER NOT NULL CHECK (size > 0),
  hash       TEXT NOT NULL CHECK (hash <> ''),
  about      TEXT NOT NULL,
  date       TEXT NOT NULL CHECK (date IS date(date)),
  author     TEXT NOT NULL,
  removed_on TEXT CHECK (removed_on IS date(removed_on)),
  change     TEXT NOT NULL,
  PRIMARY KEY (company, customer, number)
) STRICT, WITHOUT ROWID;

-- Its bytes, apart from the line, which lists read.
CREATE TABLE attachment_data (
  company    TEXT NOT NULL,
  customer   TEXT NOT NULL,
  number     INTEGER NOT NULL,
  data       BLOB NOT NULL,
  change     TEXT NOT NULL,
  PRIMARY KEY (company, customer, number)
) STRICT;

-- What somebody wrote down. It is not edited; what was wrong is said in the next.
CREATE TABLE note (
  company    TEXT NOT NULL,
  customer   TEXT NOT NULL,
  number     INTEGER NOT NULL CHECK (number > 0),
  invoice    TEXT NOT NULL,
  date       TEXT NOT NULL CHECK (date IS date(date)),
  author     TEXT NOT NULL,
  text       TEXT NOT NULL CHECK (text <> ''),
  change     TEXT NOT NULL,
  PRIMARY KEY (company, customer, number)
) STRICT, WITHOUT ROWID;

-- A customer's page asks for his letters.
CREATE INDEX letter_customer ON letter (company, customer, run_date);

-- +goose Down
SELECT 1;
