-- The order of events is beyond doubt, whoever writes at the same moment.

-- +goose Up
-- Two who wrote at once may have taken one number: they are put in order by key.
UPDATE event SET number = o.number
  FROM (SELECT company, event, ROW_NUMBER() OVER (PARTITION BY company ORDER BY number, event) AS number FROM event) o
  WHERE event.company = o.company AND event.event = o.event AND event.number <> o.number;
CREATE UNIQUE INDEX event_number ON event (company, number);

-- +goose Down
SELECT 1;
