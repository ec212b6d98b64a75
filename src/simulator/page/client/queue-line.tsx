import { ordinal } from '../../ordinal';
import { type BoardCall, nameOf, telephoneOf } from './board';
import { findSound } from './call-state';
import { formatDuration } from './format';
import { Person } from './icons';
import { board, callName, now } from './store';

/** Who waits in line, who is ready to serve them, and who talks. */
export function QueueLine() {
  const { calls, queues } = board.value;
  const live = Object.values(calls).filter(({ ended }) => !ended);
  const names = Object.keys(queues);
  const ready = live.filter(
    (call) => call.takesCallers && !call.peer && findSound(call, now.value)?.sound.kind !== 'say',
  );
  // A pair is drawn once, from the side of the one who was served or, of equals, who called first.
  const pairs = live.filter((call) => {
    const other = calls[call.peer?.call ?? ''];
    if (!other) return false;
    if (call.takesCallers !== other.takesCallers) return other.takesCallers;
    return call.startedAt < other.startedAt || other.parent === call.sid;
  });
  const shown = names.length > 0 ? names : [undefined];
  return (
    <section class="hall" aria-labelledby="hall-title">
      <h2 id="hall-title" class="unseen">
        The queue
      </h2>
      {shown.map((name) => (
        <Waiting key={name ?? ''} name={name} />
      ))}
      <Zone title="Ready to serve" count={ready.length} empty="No operator waits for a caller.">
        <ul class="people">
          {ready.map((call) => (
            <li key={call.sid}>
              <Figure call={call} isOperator />
              <small>ready</small>
            </li>
          ))}
        </ul>
      </Zone>
      <Zone title="Talking" count={pairs.length} empty="Nobody talks.">
        <ul class="people">
          {pairs.map((call) => (
            <Pair key={call.sid} call={call} />
          ))}
        </ul>
      </Zone>
    </section>
  );
}

function Waiting({ name }: { name: string | undefined }) {
  const members = name === undefined ? [] : (board.value.queues[name] ?? []);
  return (
    <Zone
      title={name === undefined ? 'Waiting' : `Waiting in “${name}”`}
      count={members.length}
      empty="Nobody waits. Press Call on a handset to begin."
      isWide
    >
      <ol class="people line">
        {members.map(({ call, position, since }) => {
          const waiting = board.value.calls[call];
          return (
            waiting && (
              <li key={call}>
                <span class="place">{ordinal(position)}</span>
                <Figure call={waiting} />
                <small>
                  <span class="unseen">waits </span>
                  {formatDuration(now.value - since)}
                </small>
              </li>
            )
          );
        })}
      </ol>
    </Zone>
  );
}

function Pair({ call }: { call: BoardCall }) {
  const { peer } = call;
  const other = peer && board.value.calls[peer.call];
  if (!peer || !other) return null;
  return (
    <li class="pair">
      <Figure call={call} />
      <span class={`link ${peer.isConnected ? 'connected' : ''}`}>
        <small>{peer.isConnected ? formatDuration(now.value - peer.since) : 'connecting'}</small>
      </span>
      <Figure call={other} isOperator={other.takesCallers} />
    </li>
  );
}

function Figure({ call, isOperator = false }: { call: BoardCall; isOperator?: boolean }) {
  const number = telephoneOf(call);
  return (
    <span class="figure-of">
      <Person number={number} isOperator={isOperator} />
      <span class="number">{isOperator ? callName(number) : nameOf(number)}</span>
    </span>
  );
}

function Zone({
  title,
  count,
  empty,
  isWide = false,
  children,
}: {
  title: string;
  count: number;
  empty: string;
  isWide?: boolean;
  children: preact.ComponentChildren;
}) {
  return (
    <div class={`zone ${isWide ? 'wide' : ''}`}>
      <h3>
        {title} <span class="count">{count}</span>
      </h3>
      {count === 0 ? <p class="hint">{empty}</p> : children}
    </div>
  );
}
