-- Restructuring: supplementary agreements and guarantee letters with their
-- instalments.

-- +goose Up
-- A part of a plan that stands in a signed paper is known by the paper's number,
-- for a paper is one plan over all its documents. 0: it stands in none.
ALTER TABLE event ADD COLUMN restructuring BIGINT NOT NULL DEFAULT 0;

-- A supplementary agreement or a guarantee letter as it was drawn up, and what
-- became of it. debts and parts are JSON: the instalments it is about, with what
-- was open of them, and its own instalments. reading is how the price of delay is
-- counted; empty: there is none (a guarantee letter has none). first_due is the
-- day the oldest of its debts was due at first, approval the request by which it
-- was let out, 0 for none. ended_on is when the plan of a signed one ended.
CREATE TABLE restructuring (
  company    TEXT COLLATE "C" NOT NULL,
  number     BIGINT NOT NULL CHECK (number > 0),
  kind       TEXT COLLATE "C" NOT NULL CHECK (kind IN ('agreement', 'guarantee')),
  customer   TEXT COLLATE "C" NOT NULL CHECK (customer <> ''),
  currency   TEXT COLLATE "C" NOT NULL CHECK (currency <> ''),
  amount     BIGINT NOT NULL CHECK (amount > 0),
  reading    TEXT COLLATE "C" NOT NULL CHECK (reading IN ('', 'cumulative', 'column')),
  debts      TEXT NOT NULL,
  parts      TEXT NOT NULL,
  language   TEXT COLLATE "C" NOT NULL CHECK (language <> ''),
  state      TEXT COLLATE "C" NOT NULL CHECK (state IN ('draft', 'sent', 'signed', 'refused', 'expired', 'withdrawn', 'kept', 'broken', 'cancelled', 'replaced')),
  first_due  DATE NOT NULL,
  made_on    DATE NOT NULL,
  made_by    TEXT COLLATE "C" NOT NULL,
  answer_by  DATE,
  approval   BIGINT NOT NULL,
  reason     TEXT NOT NULL,
  sent_on    DATE,
  signed_on  DATE,
  signed_by  TEXT NOT NULL,
  position   TEXT NOT NULL,
  ended_on   DATE,
  note       TEXT NOT NULL,
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, number),
  CHECK (kind = 'agreement' OR reading = ''),
  CHECK ((state IN ('signed', 'kept', 'broken', 'cancelled', 'replaced')) = (signed_on IS NOT NULL)),
  CHECK ((signed_on IS NULL) = (signed_by = '')),
  CHECK ((state IN ('kept', 'broken', 'cancelled', 'replaced')) = (ended_on IS NOT NULL)),
  CHECK (state <> 'sent' OR (sent_on IS NOT NULL AND answer_by IS NOT NULL))
);
CREATE INDEX restructuring_customer ON restructuring (company, customer, number);
CREATE INDEX restructuring_state ON restructuring (company, state, number);

-- +goose Down
DROP TABLE restructuring;
ALTER TABLE event DROP COLUMN restructuring;
