import { useState } from 'preact/hooks';
import { type BoardCall, nameOf } from './board';
import { describeCall, isRinging } from './call-state';
import { Captions } from './captions';
import { formatDuration, formatTime } from './format';
import { Icon, Person } from './icons';
import { isTelephoneKey, Keypad } from './keypad';
import { NumberField } from './number-field';
import {
  board,
  callName,
  callsOf,
  findSuggestion,
  now,
  removeSlot,
  run,
  type Slot,
  updateSlot,
} from './store';
import { playKey } from './tones';
import { Traffic } from './traffic';

const SPEECH_SECONDS = 5;

/** A telephone, with what goes over the wire for its call. */
export function Handset({ slot, place }: { slot: Slot; place: number }) {
  const calls = callsOf(slot);
  const call = calls.at(-1);
  const live = call?.ended ? undefined : call;
  const who = findSuggestion(slot.number);
  const isOperator = who?.role === 'operator';
  const state = describeCall(board.value, call, now.value, callName);
  const press = (keys: string) => void run(slot.key, 'press', { keys });
  const title = who?.name ?? (slot.number === '' ? 'No number yet' : nameOf(slot.number));
  const role = ROLES[who?.role ?? 'other'];
  const id = `handset-${slot.key}`;

  return (
    <section
      class="handset"
      data-look={state.look}
      aria-labelledby={id}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (!live || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
        if ((event.target as HTMLElement).matches('input, select, textarea')) return;
        if (!isTelephoneKey(event.key)) return;
        event.preventDefault();
        playKey(event.key);
        press(event.key);
      }}
    >
      <div class="phone">
        <header>
          <Person number={slot.number} isOperator={isOperator} />
          <div>
            <h2 id={id}>
              <span class="unseen">Handset {place}: </span>
              {title}
            </h2>
            <p>{role === title ? slot.number : role}</p>
          </div>
          <button
            type="button"
            class="plain"
            aria-pressed={slot.isMuted}
            aria-label={`Mute handset ${place}`}
            title={slot.isMuted ? 'Let this handset be heard' : 'Mute this handset'}
            onClick={() => updateSlot(slot.key, { isMuted: !slot.isMuted })}
          >
            <Icon name={slot.isMuted ? 'mute' : 'loud'} />
          </button>
          <button
            type="button"
            class="plain"
            aria-label={`Put handset ${place} away`}
            title="Hang up and put this handset away"
            onClick={() => void removeSlot(slot.key)}
          >
            <Icon name="close" />
          </button>
        </header>

        <div class="screen">
          <p class="state">
            <span role="status">{state.text}</span>
            {live?.answeredAt !== undefined && (
              <span class="timer">{formatDuration(now.value - live.answeredAt)}</span>
            )}
          </p>
          <Captions call={call} label={`What handset ${place} hears`} />
        </div>

        <div class="controls">
          <NumberField slot={slot} isDisabled={live !== undefined} />
          <Keypad isDisabled={live === undefined || isRinging(live)} onPress={press} />
          <Buttons slot={slot} live={live} />
          <More slot={slot} live={live} />
        </div>
        {slot.error !== undefined && (
          <p class="error" role="alert">
            {slot.error}
          </p>
        )}
      </div>
      <Wire calls={calls} place={place} />
    </section>
  );
}

const ROLES = {
  customer: 'Customer',
  operator: 'Operator',
  withheld: 'Its number is not shown',
  other: 'Not in the application’s list',
} as const;

function Buttons({ slot, live }: { slot: Slot; live: BoardCall | undefined }) {
  const act = (name: string, body?: object) => () => void run(slot.key, name, body);
  if (live && isRinging(live)) {
    return (
      <div class="buttons">
        <button type="button" class="go" onClick={act('answer')}>
          <Icon name="call" /> Answer
        </button>
        <button type="button" class="stop" onClick={act('reject')}>
          <Icon name="call" /> Reject
        </button>
      </div>
    );
  }
  const { forwardedFrom, callerName } = slot;
  const cannotCall = live !== undefined || slot.number === '';
  const dial = act('dial', {
    ...(forwardedFrom ? { forwardedFrom } : {}),
    ...(callerName ? { callerName } : {}),
  });
  // A button that is `disabled` loses the focus, and with it the keys that are typed next.
  return (
    <div class="buttons">
      <button
        type="button"
        class="go"
        aria-disabled={cannotCall}
        onClick={cannotCall ? undefined : dial}
      >
        <Icon name="call" /> Call
      </button>
      <button
        type="button"
        class="stop"
        aria-disabled={live === undefined}
        onClick={live && act('hang-up')}
      >
        <Icon name="call" /> Hang up
      </button>
    </div>
  );
}

function More({ slot, live }: { slot: Slot; live: BoardCall | undefined }) {
  return (
    <details class="more">
      <summary>More</summary>
      <label>
        Forwarded from
        <input
          type="text"
          value={slot.forwardedFrom}
          placeholder="+81…"
          autocomplete="off"
          onInput={({ currentTarget }) =>
            updateSlot(slot.key, { forwardedFrom: currentTarget.value.trim() })
          }
        />
      </label>
      <label>
        Caller name
        <input
          type="text"
          value={slot.callerName}
          autocomplete="off"
          onInput={({ currentTarget }) => updateSlot(slot.key, { callerName: currentTarget.value })}
        />
      </label>
      <button
        type="button"
        class="quiet"
        disabled={live === undefined}
        onClick={() => void run(slot.key, 'speak', { seconds: SPEECH_SECONDS })}
      >
        Speak for {SPEECH_SECONDS} seconds
      </button>
      <p class="hint">Only a recording takes notice of speech.</p>
    </details>
  );
}

function Wire({ calls, place }: { calls: readonly BoardCall[]; place: number }) {
  const [chosen, choose] = useState<string>();
  const latest = calls.at(-1);
  const call = calls.find(({ sid }) => sid === chosen) ?? latest;
  const requests = call?.traffic.filter(({ kind }) => kind === 'request').length ?? 0;
  return (
    <details class="wire" open={IS_WIDE}>
      <summary>
        <h3>
          Webhooks<span class="unseen"> of handset {place}</span>
        </h3>
        <span class="count">{requests}</span>
        {calls.length === 1 && call && <small>call of {formatTime(call.startedAt)}</small>}
      </summary>
      {calls.length > 1 && (
        <select
          aria-label="Call"
          value={call?.sid}
          onChange={({ currentTarget }) =>
            choose(currentTarget.value === latest?.sid ? undefined : currentTarget.value)
          }
        >
          {[...calls].reverse().map(({ sid, startedAt }) => (
            <option key={sid} value={sid}>
              {sid === latest?.sid ? 'Latest call' : 'Call'} of {formatTime(startedAt)}
            </option>
          ))}
        </select>
      )}
      <Traffic call={call} />
    </details>
  );
}

/** On a telephone, handsets come first. */
const IS_WIDE = matchMedia('(min-width: 48rem)').matches;
