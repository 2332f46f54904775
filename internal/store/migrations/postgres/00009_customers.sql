-- What people keep about a customer: files and notes.

-- +goose Up
-- A file somebody brought. removed_on is set when it was taken away again: its
-- bytes go, the line stays.
CREATE TABLE attachment (
  company    TEXT COLLATE "C" NOT NULL,
  customer   TEXT COLLATE "C" NOT NULL,
  number     BIGINT NOT NULL CHECK (number > 0),
  invoice    TEXT COLLATE "C" NOT NULL,
  name       TEXT NOT NULL CHECK (name <> ''),
  type       TEXT NOT NULL CHECK (type <> ''),
  size       BIGINT NOT NULL CHECK (size > 0),
  hash       TEXT COLLATE "C" NOT NULL CHECK (hash <> ''),
  about      TEXT NOT NULL,
  date       DATE NOT NULL,
  author     TEXT NOT NULL,
  removed_on DATE,
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, customer, number)
);

-- Its bytes, apart from the line, which lists read.
CREATE TABLE attachment_data (
  company    TEXT COLLATE "C" NOT NULL,
  customer   TEXT COLLATE "C" NOT NULL,
  number     BIGINT NOT NULL,
  data       BYTEA NOT NULL,
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, customer, number)
);

-- What somebody wrote down. It is not edited; what was wrong is said in the next.
CREATE TABLE note (
  company    TEXT COLLATE "C" NOT NULL,
  customer   TEXT COLLATE "C" NOT NULL,
  number     BIGINT NOT NULL CHECK (number > 0),
  invoice    TEXT COLLATE "C" NOT NULL,
  date       DATE NOT NULL,
  author     TEXT NOT NULL,
  text       TEXT NOT NULL CHECK (text <> ''),
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, customer, number)
);

-- A customer's page asks for his letters.
CREATE INDEX letter_customer ON letter (company, customer, run_date);

-- +goose Down
SELECT 1;
