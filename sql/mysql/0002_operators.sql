-- Who may answer: a call whose caller ID is in this table is an operator's.
CREATE TABLE IF NOT EXISTS operators (
  telnum VARCHAR(255) NOT NULL PRIMARY KEY,
  name   VARCHAR(255) NULL
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
