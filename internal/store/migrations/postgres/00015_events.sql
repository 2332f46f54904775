-- The order of events is beyond doubt, whoever writes at the same moment; and
-- those recorded by mistake can be withdrawn.

-- +goose Up
-- Two who wrote at once may have taken one number: they are put in order by key.
UPDATE event SET number = o.number
  FROM (SELECT company, event, ROW_NUMBER() OVER (PARTITION BY company ORDER BY number, event) AS number FROM event) o
  WHERE event.company = o.company AND event.event = o.event AND event.number <> o.number;
CREATE UNIQUE INDEX event_number ON event (company, number);

-- Promises that were recorded by mistake. The event stays; from the day on it
-- is no fact any more.
CREATE TABLE withdrawn (
  company    TEXT COLLATE "C" NOT NULL,
  event      TEXT COLLATE "C" NOT NULL,
  date       DATE NOT NULL,
  reason     TEXT NOT NULL CHECK (reason <> ''),
  author     TEXT NOT NULL,
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, event)
);

-- +goose Down
SELECT 1;
