-- Open tasks of one kind are listed by what is at stake, also where thousands of
-- another kind are open.

-- +goose Up
CREATE INDEX task_kind ON task (company, kind, total, task_id) WHERE closed_on IS NULL;

-- +goose Down
DROP INDEX task_kind;
