-- Who may answer: a call whose caller ID is in this table is an operator's.
CREATE TABLE IF NOT EXISTS operators (
  telnum TEXT NOT NULL PRIMARY KEY,
  name   TEXT
);
