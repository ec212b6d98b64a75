-- An operator may have a PIN, which is asked for when they call; here is its hash, never the PIN.
-- pin_failures: how many tries have failed in a row. pin_locked_until is UTC.
-- All three columns come in one ALTER or not at all: whatever interrupts this file, it can run again.

SET @add = (SELECT IF(SUM(column_name = 'pin_hash') = 0,
  'ALTER TABLE operators
     ADD COLUMN pin_hash         VARCHAR(255) NULL,
     ADD COLUMN pin_failures     INT NOT NULL DEFAULT 0,
     ADD COLUMN pin_locked_until DATETIME(3) NULL', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'operators');
PREPARE add_pins FROM @add;
EXECUTE add_pins;
DEALLOCATE PREPARE add_pins;
