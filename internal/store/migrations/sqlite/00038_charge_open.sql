-- The list of charges is read a page at a time and counted.

-- +goose Up
CREATE INDEX charge_open ON charge (company, number, customer) WHERE (state = 'proposed' OR state = 'charged' AND paid + waived < amount);

-- +goose Down
DROP INDEX charge_open;
