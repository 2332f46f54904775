-- People who decide a request together, and answers given from a telephone.

-- +goose Up
-- requires: what a yes depends on being shown, names separated by blanks.
-- by_link: it was said behind a link in a mail, without signing in.
ALTER TABLE approval_vote ADD COLUMN requires TEXT NOT NULL DEFAULT '';
ALTER TABLE approval_vote ADD COLUMN by_link INTEGER NOT NULL DEFAULT 0 CHECK (by_link IN (0, 1));

-- A link by which a person answers a request once; he has one to a request at
-- most. link is its public part: what makes it good is a signature that is not
-- kept. content is the hash of the request as he was told of it. Times are
-- seconds since 1970; mailed is 0 while the mail has not gone, ended 0 while it
-- is good.
CREATE TABLE approval_link (
  company    TEXT NOT NULL,
  number     INTEGER NOT NULL CHECK (number > 0),
  person     TEXT NOT NULL CHECK (person <> ''),
  link       TEXT NOT NULL CHECK (link <> ''),
  content    TEXT NOT NULL,
  expires    INTEGER NOT NULL,
  mailed     INTEGER NOT NULL CHECK (mailed >= 0),
  tries      INTEGER NOT NULL CHECK (tries >= 0),
  due        INTEGER NOT NULL,
  ended      INTEGER NOT NULL CHECK (ended >= 0),
  change     TEXT NOT NULL,
  PRIMARY KEY (company, number, person)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX approval_link_link ON approval_link (company, link);
CREATE INDEX approval_link_due ON approval_link (company, due) WHERE mailed = 0 AND ended = 0;

-- The order queue reads the orders of all customers.
CREATE INDEX commitment_order ON commitment (company, kind, customer, commitment) WHERE closed = '';

-- +goose Down
SELECT 1;
