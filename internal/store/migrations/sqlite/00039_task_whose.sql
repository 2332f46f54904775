-- Whose tasks are open is found and counted from the index alone, also where a
-- hundred thousand are of one role.

-- +goose Up
DROP INDEX task_assignee;
CREATE INDEX task_whose ON task (company, assignee, role, run_date, wake, task, customer) WHERE closed_on IS NULL;

-- +goose Down
DROP INDEX task_whose;
CREATE INDEX task_assignee ON task (company, assignee) WHERE closed_on IS NULL;
