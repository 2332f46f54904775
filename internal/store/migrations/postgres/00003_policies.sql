-- What policies ask about: dates of documents, orders, letters by contract or
-- by invoice, work of several kinds with a deadline.

-- +goose Up
-- Conditions ask for an invoice's kind and dates, so an instalment repeats them
-- too.
ALTER TABLE instalment ADD COLUMN kind TEXT NOT NULL DEFAULT '';
ALTER TABLE instalment ADD COLUMN shipped DATE;
ALTER TABLE instalment ADD COLUMN handed_over DATE;
ALTER TABLE instalment ADD COLUMN accepted DATE;
UPDATE instalment SET kind = v.kind, shipped = v.shipped, handed_over = v.handed_over, accepted = v.accepted
  FROM invoice v WHERE v.company = instalment.company AND v.invoice = instalment.invoice;

-- The number of the order, the payment order or the letter that says it.
ALTER TABLE event ADD COLUMN document TEXT NOT NULL DEFAULT '';

-- about is the contract or the invoice that a letter or task is about where
-- the policy makes one for each; empty: the customer. It is part of the key.
ALTER TABLE letter ADD COLUMN about TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE letter DROP CONSTRAINT letter_pkey;
ALTER TABLE letter ADD PRIMARY KEY (company, run_date, customer, step, currency, about);

-- kind is what is done: a call, a visit, a meeting…; details is JSON: what to
-- choose from, what to make or collect, who helps.
ALTER TABLE task ADD COLUMN about TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE task ADD COLUMN kind TEXT COLLATE "C" NOT NULL DEFAULT 'task';
ALTER TABLE task ADD COLUMN deadline DATE;
ALTER TABLE task ADD COLUMN details TEXT NOT NULL DEFAULT '';
ALTER TABLE task DROP CONSTRAINT task_pkey;
ALTER TABLE task ADD PRIMARY KEY (company, run_date, customer, step, currency, about);

-- +goose Down
SELECT 1;
