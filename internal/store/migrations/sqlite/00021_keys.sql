-- Programs and the keys they call the API with.

-- +goose Up
-- A program is a member as people are, but nobody signs in as it.
ALTER TABLE person ADD COLUMN kind TEXT NOT NULL DEFAULT 'person' CHECK (kind IN ('person', 'program'));

-- What the body of a call under an idempotency key hashed to: the same key with
-- another body is another call. Empty: nobody looked.
ALTER TABLE change ADD COLUMN once_of TEXT NOT NULL DEFAULT '';

-- Of the secret only its hash is kept; key is its first part, by which people
-- know it. Times are seconds since 1970, 0 is never; rate is calls per minute.
CREATE TABLE api_key (
  key        TEXT NOT NULL CHECK (key <> ''),
  company    TEXT NOT NULL,
  name       TEXT NOT NULL CHECK (name <> ''),
  hash       TEXT NOT NULL CHECK (hash <> ''),
  scopes     TEXT NOT NULL,
  rate       INTEGER NOT NULL CHECK (rate > 0),
  made       INTEGER NOT NULL,
  made_by    TEXT NOT NULL,
  expires    INTEGER NOT NULL,
  revoked    INTEGER NOT NULL,
  used       INTEGER NOT NULL,
  change     TEXT NOT NULL,
  PRIMARY KEY (key)
) STRICT, WITHOUT ROWID;
CREATE INDEX api_key_company ON api_key (company, key);

-- +goose Down
SELECT 1;
