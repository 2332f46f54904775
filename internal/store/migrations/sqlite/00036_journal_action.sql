-- The page of the journal offers what has been done to choose from.

-- +goose Up
CREATE INDEX journal_action ON journal (company, action);

-- +goose Down
DROP INDEX journal_action;
