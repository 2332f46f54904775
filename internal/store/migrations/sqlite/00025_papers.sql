-- What customers show before the first shipment on credit.

-- +goose Up
-- A paper of the policy's list: the day it bears and the file it is kept as
-- (attachment, 0: none), or the approval by which it was done without.
CREATE TABLE paper (
  company    TEXT NOT NULL,
  customer   TEXT NOT NULL,
  paper      TEXT NOT NULL CHECK (paper <> ''),
  number     TEXT NOT NULL,
  dated      TEXT CHECK (dated IS date(dated)),
  attachment INTEGER NOT NULL CHECK (attachment >= 0),
  approval   INTEGER NOT NULL CHECK (approval >= 0),
  added_on   TEXT NOT NULL CHECK (added_on IS date(added_on)),
  author     TEXT NOT NULL,
  change     TEXT NOT NULL,
  PRIMARY KEY (company, customer, paper),
  CHECK ((dated IS NULL) = (approval > 0))
) STRICT, WITHOUT ROWID;

-- +goose Down
SELECT 1;
