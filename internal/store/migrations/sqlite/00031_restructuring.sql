-- Restructuring: supplementary agreements and guarantee letters with their
-- instalments.

-- +goose Up
-- A part of a plan that stands in a signed paper is known by the paper's number,
-- for a paper is one plan over all its documents. 0: it stands in none.
ALTER TABLE event ADD COLUMN restructuring INTEGER NOT NULL DEFAULT 0;

-- A supplementary agreement or a guarantee letter as it was drawn up, and what
-- became of it. debts and parts are JSON: the instalments it is about, with what
-- was open of them, and its own instalments. reading is how the price of delay is
-- counted; empty: there is none (a guarantee letter has none). first_due is the
-- day the oldest of its debts was due at first, approval the request by which it
-- was let out, 0 for none. ended_on is when the plan of a signed one ended.
CREATE TABLE restructuring (
  company    TEXT NOT NULL,
  number     INTEGER NOT NULL CHECK (number > 0),
  kind       TEXT NOT NULL CHECK (kind IN ('agreement', 'guarantee')),
  customer   TEXT NOT NULL CHECK (customer <> ''),
  currency   TEXT NOT NULL CHECK (currency <> ''),
  amount     INTEGER NOT NULL CHECK (amount > 0),
  reading    TEXT NOT NULL CHECK (reading IN ('', 'cumulative', 'column')),
  debts      TEXT NOT NULL,
  parts      TEXT NOT NULL,
  language   TEXT NOT NULL CHECK (language <> ''),
  state      TEXT NOT NULL CHECK (state IN ('draft', 'sent', 'signed', 'refused', 'expired', 'withdrawn', 'kept', 'broken', 'cancelled', 'replaced')),
  first_due  TEXT NOT NULL CHECK (first_due IS date(first_due)),
  made_on    TEXT NOT NULL CHECK (made_on IS date(made_on)),
  made_by    TEXT NOT NULL,
  answer_by  TEXT CHECK (answer_by IS date(answer_by)),
  approval   INTEGER NOT NULL,
  reason     TEXT NOT NULL,
  sent_on    TEXT CHECK (sent_on IS date(sent_on)),
  signed_on  TEXT CHECK (signed_on IS date(signed_on)),
  signed_by  TEXT NOT NULL,
  position   TEXT NOT NULL,
  ended_on   TEXT CHECK (ended_on IS date(ended_on)),
  note       TEXT NOT NULL,
  change     TEXT NOT NULL,
  PRIMARY KEY (company, number),
  CHECK (kind = 'agreement' OR reading = ''),
  CHECK ((state IN ('signed', 'kept', 'broken', 'cancelled', 'replaced')) = (signed_on IS NOT NULL)),
  CHECK ((signed_on IS NULL) = (signed_by = '')),
  CHECK ((state IN ('kept', 'broken', 'cancelled', 'replaced')) = (ended_on IS NOT NULL)),
  CHECK (state <> 'sent' OR (sent_on IS NOT NULL AND answer_by IS NOT NULL))
) STRICT;
CREATE INDEX restructuring_customer ON restructuring (company, customer, number);
CREATE INDEX restructuring_state ON restructuring (company, state, number);

-- +goose Down
DROP TABLE restructuring;
ALTER TABLE event DROP COLUMN restructuring;
