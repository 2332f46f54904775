-- Acts as they come back, campaigns of them that go on where they stopped, and
-- nettings that are booked.

-- +goose Up
-- An act may not reach the customer, or not come back in its term. own_on and
-- own_by are our signature; due is when it is mailed (unix time, 0: not waiting),
-- after tries in vain; trouble is why the last was in vain.
ALTER TABLE act DROP CONSTRAINT act_state_check;
ALTER TABLE act ADD CONSTRAINT act_state_check CHECK (state IN ('made', 'sent', 'undelivered', 'expired', 'signed', 'disagreed', 'withdrawn'));
ALTER TABLE act ADD COLUMN term DATE;
ALTER TABLE act ADD COLUMN own_on DATE;
ALTER TABLE act ADD COLUMN own_by TEXT NOT NULL DEFAULT '';
ALTER TABLE act ADD COLUMN due BIGINT NOT NULL DEFAULT 0;
ALTER TABLE act ADD COLUMN tries BIGINT NOT NULL DEFAULT 0;
ALTER TABLE act ADD COLUMN trouble TEXT NOT NULL DEFAULT '';
-- A campaign has one act of a customer, contract and currency; one that was taken
-- back may be made anew.
CREATE UNIQUE INDEX act_once ON act (company, campaign, customer, contract, currency) WHERE campaign > 0 AND state <> 'withdrawn';
-- What is to be mailed, and what was to be back by now.
CREATE INDEX act_due ON act (company, due) WHERE due > 0;
CREATE INDEX act_term ON act (company, term, number) WHERE state = 'sent';

-- A campaign of acts, by what was asked for: asked for again it goes on, and adds
-- nothing to what is there. acts is how many there are to make, or were.
CREATE TABLE campaign (
  company    TEXT COLLATE "C" NOT NULL,
  campaign   BIGINT NOT NULL CHECK (campaign > 0),
  from_date  DATE,
  to_date    DATE NOT NULL,
  manager    TEXT COLLATE "C" NOT NULL,
  category   TEXT COLLATE "C" NOT NULL,
  contracts  BIGINT NOT NULL CHECK (contracts IN (0, 1)),
  acts       BIGINT NOT NULL CHECK (acts >= 0),
  made_on    DATE NOT NULL,
  made_by    TEXT COLLATE "C" NOT NULL,
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, campaign)
);
CREATE INDEX campaign_asked ON campaign (company, to_date);

-- What was set off against what we owe: offered, then signed by both sides and
-- booked as payments of the kind netting, or not. offsets is JSON; listed is the
-- day of the list of payables it was made from.
CREATE TABLE netting (
  company    TEXT COLLATE "C" NOT NULL,
  number     BIGINT NOT NULL CHECK (number > 0),
  customer   TEXT COLLATE "C" NOT NULL CHECK (customer <> ''),
  date       DATE NOT NULL,
  listed     DATE NOT NULL,
  currency   TEXT COLLATE "C" NOT NULL CHECK (currency <> ''),
  amount     BIGINT NOT NULL CHECK (amount > 0),
  offsets    TEXT NOT NULL,
  state      TEXT COLLATE "C" NOT NULL CHECK (state IN ('proposed', 'booked', 'reversed', 'withdrawn')),
  made_on    DATE NOT NULL,
  made_by    TEXT COLLATE "C" NOT NULL,
  signed_on  DATE,
  own_by     TEXT NOT NULL,
  signed_by  TEXT NOT NULL,
  position   TEXT NOT NULL,
  authority  TEXT COLLATE "C" NOT NULL CHECK (authority IN ('', 'charter', 'power')),
  power      TEXT COLLATE "C" NOT NULL,
  power_from DATE,
  power_until DATE,
  booked_by  TEXT COLLATE "C" NOT NULL,
  note       TEXT NOT NULL,
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, number),
  CHECK ((state IN ('booked', 'reversed')) = (signed_on IS NOT NULL)),
  CHECK ((state IN ('booked', 'reversed')) = (authority <> '')),
  CHECK ((authority = 'power') = (power <> '')),
  CHECK ((authority = 'power') = (power_from IS NOT NULL))
);
CREATE INDEX netting_customer ON netting (company, customer, number);

-- A netting settles debts as a payment does, and is no money.
ALTER TABLE payment DROP CONSTRAINT payment_kind_check;
ALTER TABLE payment ADD CONSTRAINT payment_kind_check CHECK (kind IN ('payment', 'credit_note', 'unexplained', 'netting'));

-- +goose Down
SELECT 1;
