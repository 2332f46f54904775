-- The order of events is beyond doubt, whoever writes at the same moment.

-- +goose Up
CREATE UNIQUE INDEX event_number ON event (company, number);

-- +goose Down
SELECT 1;
