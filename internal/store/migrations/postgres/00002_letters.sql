-- Letters on their way: whose templates, what was sent how, what came back.

-- +goose Up
-- The text a letter was made from, by the hash of it: what was written stays
-- written when a template changes.
CREATE TABLE letter_text (
  company    TEXT COLLATE "C" NOT NULL,
  hash       TEXT COLLATE "C" NOT NULL CHECK (hash <> ''),
  source     TEXT NOT NULL,
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, hash)
);

-- The company's own templates. law is empty for one that serves every law; an
-- empty hash gives the place back to the template that comes with debitor.
CREATE TABLE letter_template (
  company    TEXT COLLATE "C" NOT NULL,
  name       TEXT COLLATE "C" NOT NULL CHECK (name <> ''),
  language   TEXT COLLATE "C" NOT NULL CHECK (language <> ''),
  law        TEXT COLLATE "C" NOT NULL,
  version    BIGINT NOT NULL CHECK (version > 0),
  hash       TEXT COLLATE "C" NOT NULL,
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, name, language, law, version)
);

-- A logo, in base64, by the hash of its bytes.
CREATE TABLE picture (
  company    TEXT COLLATE "C" NOT NULL,
  hash       TEXT COLLATE "C" NOT NULL CHECK (hash <> ''),
  type       TEXT COLLATE "C" NOT NULL,
  data       TEXT NOT NULL,
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, hash)
);

ALTER TABLE letter ADD COLUMN text_hash TEXT COLLATE "C" NOT NULL DEFAULT '';

-- Where a delivery stands. E-mail: ready, sending, retry, sent, failed, parked,
-- withdrawn, bounced. Post: ready, posted, delivered, returned. due is when the
-- worker looks at it again, in seconds since 1970; 0: never by itself.
ALTER TABLE delivery ADD COLUMN state TEXT COLLATE "C" NOT NULL DEFAULT 'ready'
  CHECK (state IN ('ready', 'sending', 'retry', 'sent', 'failed', 'parked', 'withdrawn', 'bounced', 'posted', 'delivered', 'returned'));
ALTER TABLE delivery ADD COLUMN state_on DATE;
ALTER TABLE delivery ADD COLUMN due BIGINT NOT NULL DEFAULT 0;
ALTER TABLE delivery ADD COLUMN tries BIGINT NOT NULL DEFAULT 0 CHECK (tries >= 0);
ALTER TABLE delivery ADD COLUMN tracking TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE delivery ADD COLUMN note TEXT NOT NULL DEFAULT '';
-- Only what waits for a retry or an outcome has a due time, and is looked for by it.
CREATE INDEX delivery_due ON delivery (company, due, letter) WHERE due > 0;

-- Every try to hand a letter over. It is recorded before the mail server hears
-- the end of the message, so that a crash between leaves a try without an outcome and not a
-- letter sent twice.
CREATE TABLE attempt (
  company    TEXT COLLATE "C" NOT NULL,
  letter     TEXT COLLATE "C" NOT NULL,
  channel    TEXT COLLATE "C" NOT NULL,
  number     BIGINT NOT NULL CHECK (number > 0),
  begun      BIGINT NOT NULL,
  outcome    TEXT COLLATE "C" NOT NULL CHECK (outcome IN ('', 'sent', 'temporary', 'permanent', 'unknown')),
  answer     TEXT NOT NULL,
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, letter, channel, number)
);

-- An e-mail address nothing is sent to any more: it bounced, or a person said so.
CREATE TABLE dead_address (
  company    TEXT COLLATE "C" NOT NULL,
  address    TEXT COLLATE "C" NOT NULL CHECK (address <> ''),
  since      DATE NOT NULL,
  reason     TEXT NOT NULL,
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, address)
);

-- +goose Down
SELECT 1;
