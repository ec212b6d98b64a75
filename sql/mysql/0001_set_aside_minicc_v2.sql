-- A database made by the original MiniCC v2 is known by tables of its names that lack our columns.
-- Each is set aside under the prefix minicc_v2_; 0004 brings its rows in. Nothing else is touched.
-- One table, one RENAME: whatever interrupts this file, it can run again.

SET @rename = (SELECT IF(SUM(column_name = 'telnum') > 0 AND SUM(column_name = 'name') = 0,
  'RENAME TABLE operators TO minicc_v2_operators', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'operators');
PREPARE rename_operators FROM @rename;
EXECUTE rename_operators;
DEALLOCATE PREPARE rename_operators;

SET @rename = (SELECT IF(SUM(column_name = 'CallSid') > 0 AND SUM(column_name = 'EventKey') = 0,
  'RENAME TABLE enqueue_data TO minicc_v2_enqueue_data', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'enqueue_data');
PREPARE rename_enqueue_data FROM @rename;
EXECUTE rename_enqueue_data;
DEALLOCATE PREPARE rename_enqueue_data;

SET @rename = (SELECT IF(SUM(column_name = 'CallSid') > 0 AND SUM(column_name = 'EventKey') = 0,
  'RENAME TABLE queue_data TO minicc_v2_queue_data', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'queue_data');
PREPARE rename_queue_data FROM @rename;
EXECUTE rename_queue_data;
DEALLOCATE PREPARE rename_queue_data;

SET @rename = (SELECT IF(SUM(column_name = 'CallSid') > 0 AND SUM(column_name = 'EventKey') = 0,
  'RENAME TABLE statuscallback_data TO minicc_v2_statuscallback_data', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'statuscallback_data');
PREPARE rename_statuscallback_data FROM @rename;
EXECUTE rename_statuscallback_data;
DEALLOCATE PREPARE rename_statuscallback_data;
