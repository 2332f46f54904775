-- Keys sort by bytes, as everywhere.

-- +goose Up
ALTER TABLE charge_move ALTER COLUMN payment TYPE TEXT COLLATE "C";

-- +goose Down
SELECT 1;
