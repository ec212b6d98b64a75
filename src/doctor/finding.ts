/** How a finding bears on callers: not at all, perhaps one day, or now. */
export type Level = 'ok' | 'warning' | 'fault';

/** What an examination found, in one line, and what to do about it, in another. */
export interface Finding {
  level: Level;
  found: string;
  /** Absent where there is nothing to do. */
  advice?: string;
}

/** Something that is as it should be. */
export function ok(found: string): Finding {
  return { level: 'ok', found };
}

/** Something that works, and could be better or may fail one day. */
export function warning(found: string, advice: string): Finding {
  return { level: 'warning', found, advice };
}

/** Something that callers suffer from, or will. */
export function fault(found: string, advice: string): Finding {
  return { level: 'fault', found, advice };
}
