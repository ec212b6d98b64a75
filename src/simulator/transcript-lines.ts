import { padToWidth, shortenToWidth, textWidth } from '../text-width';
import type { ExchangeEvent, Sound } from './events';
import { ordinal } from './ordinal';

/** How a transcript is put into lines. */
export interface LineOptions {
  /** Whose telephone has this number; without an answer, the number itself is shown. */
  names?: ((number: string) => string | undefined) | undefined;
  /** Whether requests are shown. */
  traffic?: boolean | undefined;
  /** Moments are shown as the time of day in this zone, such as `Asia/Tokyo`; else since the start. */
  timeZone?: string | undefined;
}

/** How wide the column of names is at first, and how wide it grows. */
const NAME_COLUMNS = { least: 8, most: 24 };
/** How much is shown of what may be long without saying much. */
const QUOTED_COLUMNS = 80;

/**
 * Puts events, given one by one in their order, into lines for a person to read. An event gives one
 * line, or none where it tells a reader nothing.
 */
export function createLineWriter(options: LineOptions = {}): (event: ExchangeEvent) => string[] {
  const tell = createTeller(options);
  let timeOf: ((at: number) => string) | undefined;
  let nameColumns = NAME_COLUMNS.least;
  return (event) => {
    timeOf ??= options.timeZone === undefined ? timeSince(event.at) : timeOfDay(options.timeZone);
    const told = tell(event);
    if (told === undefined) return [];
    const names = told.who.map((name) => shortenToWidth(name, NAME_COLUMNS.most));
    const who = names.join(' ↔ ');
    // Two who share a line stand outside the column.
    if (names.length === 1) nameColumns = Math.max(nameColumns, textWidth(who));
    return [inOneLine(`${timeOf(event.at)}  ${padToWidth(who, nameColumns)}  ${told.what}`)];
  };
}

/** What a caller says or an application answers may hold anything; a terminal obeys some of it. */
function inOneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trimEnd();
}

/** Writes moments as the time since `start`, such as `01:05.2`, with hours where there are any. */
export function timeSince(start: number): (at: number) => string {
  return (at) => {
    const tenths = Math.max(0, Math.floor((at - start) / 100));
    const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
    const rest = `${two((tenths / 600) % 60)}:${two((tenths / 10) % 60)}.${tenths % 10}`;
    return tenths < 36_000 ? rest : `${Math.floor(tenths / 36_000)}:${rest}`;
  };
}

function timeOfDay(timeZone: string): (at: number) => string {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'medium' });
  return (at) => format.format(at);
}

interface Told {
  /** One, or both of a talk. */
  who: readonly string[];
  what: string;
}

function createTeller({ names, traffic = false }: LineOptions) {
  const who = createNamer(names);
  const dialled = new Set<string>();
  const sounds = new Map<string, Sound['kind']>();
  const requests = new Map<number, { method: string; url: string; retries: number }>();
  let ownOrigin: string | undefined;
  const line = (call: string | undefined, what: string): Told => ({ who: [who.of(call)], what });
  const both = (calls: readonly string[], what: string): Told => ({ who: calls.map(who.of), what });

  function exchangeOver(request: number, call: string, outcome: string): Told | undefined {
    const sent = requests.get(request);
    requests.delete(request);
    if (!traffic || !sent) return undefined;
    const { origin, pathname, search } = new URL(sent.url);
    ownOrigin ??= origin;
    const where = origin === ownOrigin ? pathname + search : sent.url;
    const tries = sent.retries === 0 ? '' : `  (try ${sent.retries + 1})`;
    return line(call, `${sent.method} ${where}  ${outcome}${tries}`);
  }

  return (event: ExchangeEvent): Told | undefined => {
    switch (event.type) {
      case 'dial':
        who.note(event.call, event.from);
        dialled.add(event.call);
        return line(event.call, `calls ${who.ofNumber(event.to)}${circumstances(event)}`);
      case 'ring':
        who.note(event.call, event.to);
        return line(event.call, `is called, from ${who.ofNumber(event.from)}`);
      case 'press':
        return line(event.call, `presses ${event.keys}`);
      case 'speak':
        return line(event.call, `speaks for ${event.seconds} s`);
      case 'answer':
        return line(event.call, 'answers');
      case 'reject':
        return line(event.call, 'rejects the call');
      case 'hang-up':
        return line(event.call, 'hangs up');
      case 'status':
        // Of a telephone that was called, `answers` has said it.
        return event.status === 'in-progress' && dialled.has(event.call)
          ? line(event.call, 'is answered')
          : undefined;
      case 'hear':
        sounds.set(event.call, event.sound.kind);
        return line(event.call, describeSound(event.sound, event.durationMs));
      case 'cut': // Of music or silence, it says nothing that the next line does not.
        return sounds.get(event.call) === 'say'
          ? line(event.call, `stops hearing it after ${seconds(event.heardMs)}`)
          : undefined;
      case 'gathered':
        return line(event.call, `has keyed in ${describeKeys(event)}`);
      case 'recorded':
        return line(event.call, `is recorded, ${event.seconds} s`);
      case 'enqueued':
        return line(event.call, `waits: ${ordinal(event.position)} in “${event.queue}”`);
      case 'dequeued': {
        const taker = event.by === undefined ? '' : `, taken by ${who.of(event.by)}`;
        const waited = `after ${event.waitedSeconds} s`;
        return line(event.call, `leaves “${event.queue}” ${waited}${taker}`);
      }
      case 'bridged':
        return both(event.calls, 'talk');
      case 'parted':
        return both(event.calls, `part after ${event.seconds} s`);
      case 'ended':
        return line(event.call, `call ends: ${event.status}, ${event.seconds} s`);
      case 'request':
        requests.set(event.request, event);
        return undefined;
      case 'response': {
        const { status, tookMs } = event;
        return exchangeOver(event.request, event.call, `${status}  ${Math.round(tookMs)} ms`);
      }
      case 'failure': {
        const { code, message, tookMs } = event;
        const outcome = `fails: ${code} ${message}  ${Math.round(tookMs)} ms`;
        return exchangeOver(event.request, event.call, outcome);
      }
      case 'debugger': {
        const { level, code, message, line: number, text } = event;
        const source = number === undefined ? '' : `  (line ${number})`;
        const quoted = text ? `  ${shortenToWidth(text.trim(), QUOTED_COLUMNS)}` : '';
        return line(event.call, `${level.toUpperCase()} ${code} ${message}${source}${quoted}`);
      }
    }
  };
}

function circumstances(event: {
  forwardedFrom?: string | undefined;
  callerName?: string | undefined;
}): string {
  const { forwardedFrom, callerName } = event;
  return [
    forwardedFrom === undefined ? '' : `, forwarded from ${forwardedFrom}`,
    callerName === undefined ? '' : `, named “${callerName}”`,
  ].join('');
}

function describeKeys({ digits, finishedOnKey }: { digits: string; finishedOnKey: string }) {
  return `${digits || 'nothing'}${finishedOnKey && `, finished by ${finishedOnKey}`}`;
}

/** What somebody does who hears this sound, such as `hears “Press 1.” (en-US)`. */
export function describeSound(sound: Sound, durationMs: number): string {
  const duration = Number.isFinite(durationMs) ? ` (${seconds(durationMs)})` : '';
  switch (sound.kind) {
    case 'say':
      return `hears “${sound.text.trim()}” (${sound.language})`;
    case 'play':
      return `hears ${sound.url}${duration}`;
    case 'digits':
      return `hears the tones ${sound.digits}`;
    case 'silence':
      return `hears nothing${duration}`;
    case 'ringing':
      return 'hears it ring';
    case 'beep':
      return 'hears a beep';
  }
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1).replace(/\.0$/, '')} s`;
}

/** Whose call is whose. Withheld numbers are counted: nothing else tells them apart. */
function createNamer(names: LineOptions['names']) {
  const byCall = new Map<string, string>();
  const withheld = new Map<string, number>();
  const ofNumber = (number: string) => names?.(number) ?? number;

  function nameNew(number: string): string {
    const name = ofNumber(number);
    if (name !== number || /^(\+|client:|sip:)/.test(number)) return name;
    const count = (withheld.get(number) ?? 0) + 1;
    withheld.set(number, count);
    return count === 1 ? name : `${name} (${count})`;
  }

  return {
    ofNumber,
    of: (call: string | undefined) => (call === undefined ? '' : (byCall.get(call) ?? call)),
    note(call: string, number: string): void {
      byCall.set(call, nameNew(number));
    },
  };
}
