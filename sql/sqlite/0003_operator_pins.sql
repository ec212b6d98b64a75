-- An operator may have a PIN, which is asked for when they call; here is its hash, never the PIN.
-- pin_failures: how many tries have failed in a row. pin_locked_until: UTC, 'YYYY-MM-DD HH:MM:SS.mmm'.
ALTER TABLE operators ADD COLUMN pin_hash TEXT;
ALTER TABLE operators ADD COLUMN pin_failures INTEGER NOT NULL DEFAULT 0;
ALTER TABLE operators ADD COLUMN pin_locked_until TEXT;
