-- The order of events is beyond doubt, whoever writes at the same moment; and
-- those recorded by mistake can be withdrawn.

-- +goose Up
CREATE UNIQUE INDEX event_number ON event (company, number);

-- Promises that were recorded by mistake. The event stays; from the day on it
-- is no fact any more.
CREATE TABLE withdrawn (
  company    TEXT NOT NULL,
  event      TEXT NOT NULL,
  date       TEXT NOT NULL CHECK (date IS date(date)),
  reason     TEXT NOT NULL CHECK (reason <> ''),
  author     TEXT NOT NULL,
  change     TEXT NOT NULL,
  PRIMARY KEY (company, event)
) STRICT, WITHOUT ROWID;

-- +goose Down
SELECT 1;
