-- Programs and the keys they call the API with.

-- +goose Up
-- A program is a member as people are, but nobody signs in as it.
ALTER TABLE person ADD COLUMN kind TEXT COLLATE "C" NOT NULL DEFAULT 'person' CHECK (kind IN ('person', 'program'));

-- What the body of a call under an idempotency key hashed to: the same key with
-- another body is another call. Empty: nobody looked.
ALTER TABLE change ADD COLUMN once_of TEXT COLLATE "C" NOT NULL DEFAULT '';

-- Of the secret only its hash is kept; key is its first part, by which people
-- know it. Times are seconds since 1970, 0 is never; rate is calls per minute.
CREATE TABLE api_key (
  key        TEXT COLLATE "C" NOT NULL CHECK (key <> ''),
  company    TEXT COLLATE "C" NOT NULL,
  name       TEXT COLLATE "C" NOT NULL CHECK (name <> ''),
  hash       TEXT COLLATE "C" NOT NULL CHECK (hash <> ''),
  scopes     TEXT NOT NULL,
  rate       BIGINT NOT NULL CHECK (rate > 0),
  made       BIGINT NOT NULL,
  made_by    TEXT NOT NULL,
  expires    BIGINT NOT NULL,
  revoked    BIGINT NOT NULL,
  used       BIGINT NOT NULL,
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (key)
);
CREATE INDEX api_key_company ON api_key (company, key);

-- +goose Down
SELECT 1;
