import { computed, signal } from '@preact/signals';
import type { ExchangeEvent } from '../../events';
import type { PageSetup, StreamState, SuggestedNumber } from '../protocol';
import { type BoardCall, EMPTY_BOARD, nameOf, reduce } from './board';
import { findCalls, isWithheld } from './call-state';
import { followEvents } from './connection';
import { command, fetchSetup, openHandset, RefusedError } from './requests';

/** A handset on the page. */
export interface Slot {
  key: number;
  number: string;
  /** What the exchange knows it by, once it is open there. */
  id: string | undefined;
  /** The calls it placed: those of a withheld number are told from others' by nothing else. */
  placed: readonly string[];
  isMuted: boolean;
  forwardedFrom: string;
  callerName: string;
  /** What went wrong with the latest command. */
  error: string | undefined;
}

const KEPT_SLOTS = 'minicc-handsets';
const TICK_MS = 250;

/** Everything that is shown of the exchange. */
export const board = signal(EMPTY_BOARD);
/** What the page was told when it opened. */
export const setup = signal<PageSetup>({
  title: document.title,
  number: '',
  suggestions: [],
  handsets: [],
});
/** The handsets on the page, in their order. */
export const slots = signal<readonly Slot[]>([]);
/** Whether events come in. */
export const connection = signal<'connecting' | 'live' | 'cut'>('connecting');
/** Whether the whole page is silent. */
export const isMuted = signal(false);
/** The time on the exchange's clock; moves a few times a second. */
export const now = signal(Date.now());

/** Calls that none of the page's handsets is on. */
export const otherCalls = computed<readonly BoardCall[]>(() => {
  const own = new Set(slots.value.flatMap((slot) => callsOf(slot).map(({ sid }) => sid)));
  return Object.values(board.value.calls).filter(({ sid }) => !own.has(sid));
});

/** The calls of a handset, the latest last. */
export function callsOf(slot: Slot): readonly BoardCall[] {
  return findCalls(board.value, slot);
}

/** Numbers that are offered: the application's, and a withheld one. */
export const suggestions = computed<readonly SuggestedNumber[]>(() => {
  const given = setup.value.suggestions;
  const needed = [
    { number: '+15005550123', name: 'A customer', role: 'customer' },
    { number: 'anonymous', name: 'Withheld', role: 'withheld' },
  ] as const;
  return [
    ...needed.filter(({ role }) => !given.some((suggestion) => suggestion.role === role)),
    ...given,
  ].sort((a, b) => ROLES.indexOf(a.role) - ROLES.indexOf(b.role));
});

const ROLES = ['customer', 'operator', 'withheld'];

/** Who a number is to the application. */
export function findSuggestion(number: string): SuggestedNumber | undefined {
  if (isWithheld(number)) return { number, name: 'Withheld number', role: 'withheld' };
  return suggestions.value.find((suggestion) => suggestion.number === number);
}

/** What a number is called on the page. */
export function callName(number: string): string {
  const known = isWithheld(number) ? undefined : findSuggestion(number)?.name;
  return known ?? nameOf(number);
}

/** Gets everything going. */
export async function start(): Promise<void> {
  follow();
  for (;;) {
    try {
      setup.value = await fetchSetup();
      break;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 2000));
    }
  }
  document.title = setup.value.title;
  const kept = loadSlots();
  slots.value = kept.length > 0 ? kept : [createSlot('customer'), createSlot('operator')];
  await openAll();
}

let pending: ExchangeEvent[] = [];
let clock = { offset: 0, ticks: true };

function follow(): void {
  followEvents({
    onState(state: StreamState) {
      clock = { offset: state.now - Date.now(), ticks: state.ticks };
      connection.value = 'live';
      if (!state.isResumed) {
        pending = [];
        const isAnew = Object.keys(board.value.calls).length > 0;
        board.value = EMPTY_BOARD;
        // Another run of the exchange knows no handsets yet.
        if (isAnew) void openAll();
      }
      now.value = state.now;
    },
    onEvent(event) {
      if (pending.length === 0) setTimeout(takePending, 0);
      pending.push(event);
      if (!clock.ticks) clock.offset = event.at - Date.now();
    },
    onCut() {
      connection.value = 'cut';
    },
  });
  setInterval(() => {
    if (clock.ticks) now.value = Date.now() + clock.offset;
  }, TICK_MS);
}

/** What comes in together is drawn together: after a reload, that is everything so far. */
function takePending(): void {
  const events = pending;
  pending = [];
  const last = events.at(-1);
  if (last && last.at > now.value) now.value = last.at;
  board.value = events.reduce(reduce, board.value);
}

let nextKey = 1;

function createSlot(role: SuggestedNumber['role']): Slot {
  const taken = new Set(slots.value.map(({ number }) => number));
  const candidates = [
    ...suggestions.value.filter((suggestion) => suggestion.role === role),
    ...suggestions.value,
  ];
  const free = candidates.find(({ number }) => !taken.has(number) || isWithheld(number));
  return emptySlot(free?.number ?? '');
}

function emptySlot(number: string): Slot {
  return {
    key: nextKey++,
    number,
    id: undefined,
    placed: [],
    isMuted: false,
    forwardedFrom: '',
    callerName: '',
    error: undefined,
  };
}

function loadSlots(): Slot[] {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEPT_SLOTS) ?? '[]') as Partial<Slot>[];
    const open = setup.value.handsets;
    return kept.map((slot) => ({
      ...emptySlot(''),
      ...slot,
      key: nextKey++,
      error: undefined,
      id: open.find(({ id, number }) => id === slot.id && number === slot.number)?.id,
    }));
  } catch {
    return [];
  }
}

function saveSlots(): void {
  try {
    sessionStorage.setItem(KEPT_SLOTS, JSON.stringify(slots.value));
  } catch {
    // A browser that keeps nothing shows two fresh handsets after a reload.
  }
}

/** Changes a handset on the page. */
export function updateSlot(key: number, changes: Partial<Slot>): void {
  slots.value = slots.value.map((slot) => (slot.key === key ? { ...slot, ...changes } : slot));
  saveSlots();
}

/** Puts another handset on the page. */
export async function addSlot(): Promise<number> {
  const slot = createSlot('customer');
  slots.value = [...slots.value, slot];
  saveSlots();
  await openSlot(slot.key);
  return slot.key;
}

/** Hangs up, and takes the handset off the page. */
export async function removeSlot(key: number): Promise<void> {
  await run(key, 'hang-up');
  slots.value = slots.value.filter((slot) => slot.key !== key);
  saveSlots();
}

/** Gives a handset another number. */
export async function renumber(key: number, number: string): Promise<void> {
  const slot = findSlot(key);
  if (!slot || number.trim() === slot.number) return;
  updateSlot(key, { number: number.trim(), id: undefined, placed: [], error: undefined });
  await openSlot(key);
}

/** Has a handset do something. */
export async function run(key: number, name: string, body: object = {}): Promise<void> {
  try {
    updateSlot(key, { error: undefined });
    const answer = await commandOf(key, name, body);
    if (name === 'dial' && typeof answer === 'object' && answer !== null && 'call' in answer) {
      const placed = findSlot(key)?.placed ?? [];
      updateSlot(key, { placed: [...placed.slice(-20), String(answer.call)] });
    }
  } catch (error) {
    updateSlot(key, { error: messageOf(error) });
  }
}

async function commandOf(key: number, name: string, body: object): Promise<unknown> {
  const id = findSlot(key)?.id;
  try {
    if (id !== undefined) return await command(id, name, body);
  } catch (error) {
    // The exchange was started anew.
    if (!(error instanceof RefusedError && error.status === 404)) throw error;
    updateSlot(key, { id: undefined });
  }
  if (name === 'hang-up') return undefined;
  await openSlot(key);
  const opened = findSlot(key);
  if (opened?.id === undefined) throw new RefusedError(opened?.error ?? 'This handset is gone.');
  return command(opened.id, name, body);
}

/** Opens what is not open: everything, at an exchange that was started anew. */
async function openAll(): Promise<void> {
  // Those that are opened meanwhile need not be in the answer.
  const asked = slots.value;
  try {
    const { handsets } = await fetchSetup();
    const known = new Set(handsets.map(({ id }) => id));
    for (const { key, id } of asked) {
      if (id === undefined || known.has(id) || findSlot(key)?.id !== id) continue;
      updateSlot(key, { id: undefined });
    }
  } catch {
    // The stream of events says that the exchange is gone; each command says so too.
  }
  await Promise.all(slots.value.map(({ key }) => openSlot(key)));
}

const opening = new Map<number, Promise<void>>();

function openSlot(key: number): Promise<void> {
  const open = opening.get(key) ?? doOpenSlot(key).finally(() => opening.delete(key));
  opening.set(key, open);
  return open;
}

async function doOpenSlot(key: number): Promise<void> {
  const wanted = findSlot(key)?.number;
  if (wanted === undefined || wanted === '' || findSlot(key)?.id !== undefined) return;
  try {
    const { id, number } = await openHandset(wanted);
    if (findSlot(key)?.number === wanted) updateSlot(key, { id, number });
  } catch (error) {
    updateSlot(key, { error: messageOf(error) });
  }
  if (findSlot(key)?.number !== wanted && findSlot(key)?.id === undefined) await doOpenSlot(key);
}

function findSlot(key: number): Slot | undefined {
  return slots.value.find((slot) => slot.key === key);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
