-- How many letters a run made.

-- +goose Up
-- What each change added to the letters of a run that stand, and what an undo took
-- off them: the list of runs sums these few rows instead of counting the letters.
-- Derived from letter; check compares the two.
CREATE TABLE letter_count (
  company    TEXT COLLATE "C" NOT NULL,
  run_date   DATE NOT NULL,
  change     TEXT COLLATE "C" NOT NULL,
  letters    BIGINT NOT NULL,
  PRIMARY KEY (company, run_date, change)
);
INSERT INTO letter_count (company, run_date, change, letters)
  SELECT company, run_date, '', COUNT(*) FROM letter WHERE undone = 0 GROUP BY company, run_date;

-- +goose Down
SELECT 1;
