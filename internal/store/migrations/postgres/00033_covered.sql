-- What payments cover beside instalments.

-- +goose Up
-- The payment of the ledger that a move came by; empty: somebody noted it.
ALTER TABLE charge_move ADD COLUMN payment TEXT NOT NULL DEFAULT '';
CREATE INDEX charge_move_payment ON charge_move (company, payment) WHERE payment <> '';

-- charge is the charge that a payment names, 0 for none; charged is what of used
-- covers charges.
ALTER TABLE payment ADD COLUMN charge BIGINT NOT NULL DEFAULT 0;
ALTER TABLE payment ADD COLUMN charged BIGINT NOT NULL DEFAULT 0;

-- What of a debt payments cover first: invoices, law, or a list; empty: as the
-- company has it.
ALTER TABLE contract ADD COLUMN payment_order TEXT NOT NULL DEFAULT '';

-- +goose Down
DROP INDEX charge_move_payment;
ALTER TABLE charge_move DROP COLUMN payment;
ALTER TABLE payment DROP COLUMN charge;
ALTER TABLE payment DROP COLUMN charged;
ALTER TABLE contract DROP COLUMN payment_order;
