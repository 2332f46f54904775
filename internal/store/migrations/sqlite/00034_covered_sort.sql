-- Keys sort by bytes, as everywhere: SQLite does so by itself.

-- +goose Up
SELECT 1;

-- +goose Down
SELECT 1;
