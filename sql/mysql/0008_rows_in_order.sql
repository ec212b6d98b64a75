-- Rows lie on disk in the order in which they came. Those of a day lie together then, so that reading
-- one costs the same however many years lie beside it, and a new row is written behind the last
-- one; with EventKey as the primary key, whose values have no order, each lay on a page of its own.
-- id is for that alone, and no SELECT * shows it. Rows that were there before keep lying in their
-- old order. TiDB cannot change a primary key, and spreads its rows by itself.
-- One table, one ALTER: whatever interrupts this file, it can run again.

SET @in_order = 'DROP PRIMARY KEY, ADD UNIQUE KEY (EventKey),
  ADD COLUMN id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT /*!80023 INVISIBLE */ /*M!100303 INVISIBLE */ PRIMARY KEY';

SET @order = (SELECT IF(SUM(column_name = 'id') = 0 AND VERSION() NOT LIKE '%TiDB%',
  CONCAT('ALTER TABLE enqueue_data ', @in_order), 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'enqueue_data');
PREPARE order_enqueue_data FROM @order;
EXECUTE order_enqueue_data;
DEALLOCATE PREPARE order_enqueue_data;

SET @order = (SELECT IF(SUM(column_name = 'id') = 0 AND VERSION() NOT LIKE '%TiDB%',
  CONCAT('ALTER TABLE queue_data ', @in_order), 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'queue_data');
PREPARE order_queue_data FROM @order;
EXECUTE order_queue_data;
DEALLOCATE PREPARE order_queue_data;

SET @order = (SELECT IF(SUM(column_name = 'id') = 0 AND VERSION() NOT LIKE '%TiDB%',
  CONCAT('ALTER TABLE statuscallback_data ', @in_order), 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'statuscallback_data');
PREPARE order_statuscallback_data FROM @order;
EXECUTE order_statuscallback_data;
DEALLOCATE PREPARE order_statuscallback_data;
