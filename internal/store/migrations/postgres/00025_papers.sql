-- What customers show before the first shipment on credit.

-- +goose Up
-- A paper of the policy's list: the day it bears and the file it is kept as
-- (attachment, 0: none), or the approval by which it was done without.
CREATE TABLE paper (
  company    TEXT COLLATE "C" NOT NULL,
  customer   TEXT COLLATE "C" NOT NULL,
  paper      TEXT COLLATE "C" NOT NULL CHECK (paper <> ''),
  number     TEXT NOT NULL,
  dated      DATE,
  attachment BIGINT NOT NULL CHECK (attachment >= 0),
  approval   BIGINT NOT NULL CHECK (approval >= 0),
  added_on   DATE NOT NULL,
  author     TEXT NOT NULL,
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, customer, paper),
  CHECK ((dated IS NULL) = (approval > 0))
);

-- +goose Down
SELECT 1;
