import * as z from 'zod';
import { parseUtcTime, type UtcTime } from '../../database/utc-time';
import { UserError } from '../../errors';

/** How far somebody has come in a list of calls, the newest first. */
export interface CallCursor {
  /** The newest row that there was when the list was begun: it shows the calls as they stood then. */
  asOf: UtcTime;
  /** The place of the last call that was listed. */
  at: UtcTime;
  callSid: string;
}

const utcTime = z.string().refine(isUtcTime);

const cursorSchema = z.tuple([utcTime, utcTime, z.string().max(64)]);

/** A cursor as text that can stand in an address. */
export function formatCallCursor({ asOf, at, callSid }: CallCursor): string {
  return Buffer.from(JSON.stringify([asOf, at, callSid])).toString('base64url');
}

/** The cursor that `formatCallCursor` made this text from. Throws a `UserError` for any other text. */
export function parseCallCursor(text: string): CallCursor {
  const parsed = cursorSchema.safeParse(parseJson(Buffer.from(text, 'base64url').toString()));
  if (!parsed.success) throw new UserError('cursor must be one that a list of calls has given');
  const [asOf, at, callSid] = parsed.data;
  return { asOf, at, callSid };
}

/** Whether a stored time can stand in a cursor: SQLite has what others wrote, and MySQL takes no other. */
export function isUtcTime(time: string): boolean {
  return (
    /^\d{4}-\d\d-\d\d( \d\d:\d\d(:\d\d(\.\d{1,6})?)?)?$/.test(time) &&
    !Number.isNaN(parseUtcTime(time).getTime())
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
