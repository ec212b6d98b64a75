import { useState } from 'preact/hooks';
import { telephoneOf } from './board';
import { describeCall } from './call-state';
import { formatTime } from './format';
import { Handset } from './handset';
import { Icon } from './icons';
import { QueueLine } from './queue-line';
import {
  addSlot,
  board,
  callName,
  connection,
  isMuted,
  now,
  otherCalls,
  setup,
  slots,
} from './store';
import { Fault, Traffic } from './traffic';

/** The page. */
export function App() {
  const { title, number } = setup.value;
  return (
    <>
      <header class="top">
        <div>
          <h1>{title}</h1>
          <p>
            Every handset dials <strong>{number || '…'}</strong>
          </p>
        </div>
        <Connection />
        <div class="tools">
          <button
            type="button"
            class="quiet"
            aria-pressed={isMuted.value}
            onClick={() => {
              isMuted.value = !isMuted.value;
            }}
          >
            <Icon name={isMuted.value ? 'mute' : 'loud'} />{' '}
            {isMuted.value ? 'All muted' : 'Mute all'}
          </button>
          <a class="quiet" href="transcript.json">
            <Icon name="save" /> Save run
          </a>
        </div>
      </header>
      <main>
        <QueueLine />
        {board.value.faults.map((item) => (
          <Fault key={item.seq} item={item} />
        ))}
        <div class="handsets">
          {slots.value.map((slot, index) => (
            <Handset key={slot.key} slot={slot} place={index + 1} />
          ))}
        </div>
        <button type="button" class="quiet add" onClick={() => void addSlot()}>
          <Icon name="add" /> Add a handset
        </button>
        <OtherCalls />
      </main>
    </>
  );
}

function Connection() {
  const words = { connecting: 'Connecting…', live: 'Live', cut: 'Reconnecting…' } as const;
  return (
    <p class={`connection ${connection.value}`} role="status">
      <span class="dot" aria-hidden="true" />
      {words[connection.value]}
    </p>
  );
}

/** Calls of handsets that are not on this page. */
function OtherCalls() {
  const [chosen, choose] = useState<string>();
  const calls = otherCalls.value;
  if (calls.length === 0) return null;
  const call = calls.find(({ sid }) => sid === chosen);
  return (
    <section class="others" aria-labelledby="others-title">
      <h2 id="others-title">Other calls</h2>
      <select
        aria-label="Call"
        value={call?.sid ?? ''}
        onChange={({ currentTarget }) => choose(currentTarget.value)}
      >
        <option value="">Choose a call to see its webhooks ({calls.length})</option>
        {[...calls].reverse().map((other) => (
          <option key={other.sid} value={other.sid}>
            {formatTime(other.startedAt)} · {callName(telephoneOf(other))} ·{' '}
            {describeCall(board.value, other, now.value, callName).text}
          </option>
        ))}
      </select>
      {call && <Traffic call={call} />}
    </section>
  );
}
