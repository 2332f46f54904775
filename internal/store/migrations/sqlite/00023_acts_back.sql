-- Acts as they come back, campaigns of them that go on where they stopped, and
-- nettings that are booked.

-- +goose Up
-- An act may not reach the customer, or not come back in its term. own_on and
-- own_by are our signature; due is when it is mailed (unix time, 0: not waiting),
-- after tries in vain; trouble is why the last was in vain.
CREATE TABLE act_back (
  company    TEXT NOT NULL,
  number     INTEGER NOT NULL CHECK (number > 0),
  campaign   INTEGER NOT NULL CHECK (campaign >= 0),
  customer   TEXT NOT NULL CHECK (customer <> ''),
  covers     TEXT NOT NULL CHECK (covers IN ('all', 'contract')),
  contract   TEXT NOT NULL,
  currency   TEXT NOT NULL CHECK (currency <> ''),
  from_date  TEXT CHECK (from_date IS date(from_date)),
  to_date    TEXT NOT NULL CHECK (to_date IS date(to_date) AND (from_date IS NULL OR to_date >= from_date)),
  language   TEXT NOT NULL CHECK (language <> ''),
  balance    INTEGER NOT NULL,
  lines      TEXT NOT NULL,
  state      TEXT NOT NULL CHECK (state IN ('made', 'sent', 'undelivered', 'expired', 'signed', 'disagreed', 'withdrawn')),
  made_on    TEXT NOT NULL CHECK (made_on IS date(made_on)),
  made_by    TEXT NOT NULL,
  sent_on    TEXT CHECK (sent_on IS date(sent_on)),
  sent_to    TEXT NOT NULL,
  answered_on TEXT CHECK (answered_on IS date(answered_on)),
  note       TEXT NOT NULL,
  signed_on  TEXT CHECK (signed_on IS date(signed_on)),
  signed_by  TEXT NOT NULL,
  position   TEXT NOT NULL,
  authority  TEXT NOT NULL CHECK (authority IN ('', 'charter', 'power')),
  power      TEXT NOT NULL,
  power_from TEXT CHECK (power_from IS date(power_from)),
  power_until TEXT CHECK (power_until IS date(power_until)),
  change     TEXT NOT NULL,
  term       TEXT CHECK (term IS date(term)),
  own_on     TEXT CHECK (own_on IS date(own_on)),
  own_by     TEXT NOT NULL DEFAULT '',
  due        INTEGER NOT NULL DEFAULT 0,
  tries      INTEGER NOT NULL DEFAULT 0,
  trouble    TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (company, number),
  CHECK (covers = 'contract' OR contract = ''),
  CHECK ((state IN ('signed', 'disagreed')) = (answered_on IS NOT NULL)),
  CHECK ((state = 'signed') = (signed_on IS NOT NULL)),
  CHECK ((state = 'signed') = (signed_by <> '')),
  CHECK (authority = '' OR state = 'signed'),
  CHECK ((authority = 'power') = (power <> '')),
  CHECK ((authority = 'power') = (power_from IS NOT NULL))
) STRICT;
INSERT INTO act_back (company, number, campaign, customer, covers, contract, currency, from_date, to_date, language, balance, lines, state, made_on, made_by, sent_on, sent_to, answered_on, note, signed_on, signed_by, position, authority, power, power_from, power_until, change)
  SELECT company, number, campaign, customer, covers, contract, currency, from_date, to_date, language, balance, lines, state, made_on, made_by, sent_on, sent_to, answered_on, note, signed_on, signed_by, position, authority, power, power_from, power_until, change FROM act;
DROP TABLE act;
ALTER TABLE act_back RENAME TO act;
CREATE INDEX act_customer ON act (company, customer, number);
CREATE INDEX act_campaign ON act (company, campaign, number) WHERE campaign > 0;
CREATE INDEX act_state ON act (company, state, number);
-- A campaign has one act of a customer, contract and currency; one that was taken
-- back may be made anew.
CREATE UNIQUE INDEX act_once ON act (company, campaign, customer, contract, currency) WHERE campaign > 0 AND state <> 'withdrawn';
-- What is to be mailed, and what was to be back by now.
CREATE INDEX act_due ON act (company, due) WHERE due > 0;
CREATE INDEX act_term ON act (company, term, number) WHERE state = 'sent';

-- A campaign of acts, by what was asked for: asked for again it goes on, and adds
-- nothing to what is there. acts is how many there are to make, or were.
CREATE TABLE campaign (
  company    TEXT NOT NULL,
  campaign   INTEGER NOT NULL CHECK (campaign > 0),
  from_date  TEXT CHECK (from_date IS date(from_date)),
  to_date    TEXT NOT NULL CHECK (to_date IS date(to_date)),
  manager    TEXT NOT NULL,
  category   TEXT NOT NULL,
  contracts  INTEGER NOT NULL CHECK (contracts IN (0, 1)),
  acts       INTEGER NOT NULL CHECK (acts >= 0),
  made_on    TEXT NOT NULL CHECK (made_on IS date(made_on)),
  made_by    TEXT NOT NULL,
  change     TEXT NOT NULL,
  PRIMARY KEY (company, campaign)
) STRICT;
CREATE INDEX campaign_asked ON campaign (company, to_date);

-- What was set off against what we owe: offered, then signed by both sides and
-- booked as payments of the kind netting, or not. offsets is JSON; listed is the
-- day of the list of payables it was made from.
CREATE TABLE netting (
  company    TEXT NOT NULL,
  number     INTEGER NOT NULL CHECK (number > 0),
  customer   TEXT NOT NULL CHECK (customer <> ''),
  date       TEXT NOT NULL CHECK (date IS date(date)),
  listed     TEXT NOT NULL CHECK (listed IS date(listed)),
  currency   TEXT NOT NULL CHECK (currency <> ''),
  amount     INTEGER NOT NULL CHECK (amount > 0),
  offsets    TEXT NOT NULL,
  state      TEXT NOT NULL CHECK (state IN ('proposed', 'booked', 'reversed', 'withdrawn')),
  made_on    TEXT NOT NULL CHECK (made_on IS date(made_on)),
  made_by    TEXT NOT NULL,
  signed_on  TEXT CHECK (signed_on IS date(signed_on)),
  own_by     TEXT NOT NULL,
  signed_by  TEXT NOT NULL,
  position   TEXT NOT NULL,
  authority  TEXT NOT NULL CHECK (authority IN ('', 'charter', 'power')),
  power      TEXT NOT NULL,
  power_from TEXT CHECK (power_from IS date(power_from)),
  power_until TEXT CHECK (power_until IS date(power_until)),
  booked_by  TEXT NOT NULL,
  note       TEXT NOT NULL,
  change     TEXT NOT NULL,
  PRIMARY KEY (company, number),
  CHECK ((state IN ('booked', 'reversed')) = (signed_on IS NOT NULL)),
  CHECK ((state IN ('booked', 'reversed')) = (authority <> '')),
  CHECK ((authority = 'power') = (power <> '')),
  CHECK ((authority = 'power') = (power_from IS NOT NULL))
) STRICT;
CREATE INDEX netting_customer ON netting (company, customer, number);

-- A netting settles debts as a payment does, and is no money.
CREATE TABLE payment_netting (
  company    TEXT NOT NULL,
  payment    TEXT NOT NULL CHECK (payment <> ''),
  kind       TEXT NOT NULL CHECK (kind IN ('payment', 'credit_note', 'unexplained', 'netting')),
  customer   TEXT NOT NULL,
  contract   TEXT NOT NULL,
  date       TEXT NOT NULL CHECK (date IS date(date)),
  amount     INTEGER NOT NULL,
  currency   TEXT NOT NULL,
  invoice    TEXT NOT NULL,
  purpose    TEXT NOT NULL,
  used       INTEGER NOT NULL,
  used_on    TEXT CHECK (used_on IS date(used_on)),
  attrs      TEXT,
  change     TEXT NOT NULL,
  PRIMARY KEY (company, payment)
) STRICT, WITHOUT ROWID;
INSERT INTO payment_netting SELECT * FROM payment;
DROP TABLE payment;
ALTER TABLE payment_netting RENAME TO payment;
CREATE INDEX payment_customer ON payment (company, customer, date, payment);
CREATE INDEX payment_date ON payment (company, date, payment);

-- +goose Down
SELECT 1;
