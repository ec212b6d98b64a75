/** Whether everything is done as often and for as long as README.md says, or in a few minutes. */
export const IS_FULL = process.env.FAULTS === 'full';

/** What happens under load; README.md's table has a line for each, in this order. */
export const FAULTS = {
  databaseKilled: 'database killed (`SIGKILL`) and restarted',
  databaseStopped: 'database stopped (`SIGSTOP`) for 30 s',
  databaseRestarted: 'database restarted in good order, then every connection to it cut',
  databaseReadOnly: 'database read-only',
  databaseFull: 'database on a full disk',
  serverTerminated:
    'minicc ended (`SIGTERM`) at a random moment, 50 times, half of them while the database is down',
  serverKilled:
    'minicc killed (`SIGKILL`) at a random moment, 50 times, half of them while the database is down',
  killedDuringDrain: 'minicc killed while it drains its spool',
  drainsAtOnce: 'three drains of one spool at once',
  spoolDamaged: 'a spool file cut short, emptied or written over',
  spoolFull: 'spool on a full disk while the database is down',
  spoolUnwritable: 'spool in a folder that cannot be written while the database is down',
  nodesKilled: 'two servers behind HAProxy on three Galera nodes: each node killed in turn',
  serversKilled: 'two servers behind HAProxy on three Galera nodes: each server killed in turn',
} as const;

/** One of them. */
export type Fault = keyof typeof FAULTS;
