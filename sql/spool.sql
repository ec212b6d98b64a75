-- What the spool has besides the tables of sqlite/. Run at each opening: it must change nothing then.

-- Rows that the database refused for good. "row" is JSON; reason is the database's word; the time UTC.
CREATE TABLE IF NOT EXISTS set_aside_rows (
  table_name   TEXT NOT NULL,
  EventKey     TEXT NOT NULL,
  "row"        TEXT NOT NULL,
  reason       TEXT NOT NULL,
  set_aside_at TEXT NOT NULL,
  PRIMARY KEY (table_name, EventKey)
);
