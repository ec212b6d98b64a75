import type { BoardCall, DebuggerItem, RequestItem } from './board';
import { formatPath, formatTime, formatTook } from './format';
import { TwimlView } from './twiml-view';

/** What went over the wire for a call, the latest first. */
export function Traffic({ call }: { call: BoardCall | undefined }) {
  const items = call ? [...call.traffic].reverse() : [];
  const newest = items.find((item) => item.kind === 'request' && !asksForCredentials(item));
  if (items.length === 0)
    return (
      <p class="hint">
        {call === undefined
          ? 'Requests appear here as soon as there is a call.'
          : 'Nothing was asked for this call.'}
      </p>
    );
  return (
    <ol class="traffic">
      {items.map((item) => (
        <li key={item.seq}>
          {item.kind === 'debugger' ? (
            <Fault item={item} />
          ) : asksForCredentials(item) ? (
            <AskedForCredentials item={item} />
          ) : (
            <Request item={item} isOpen={item === newest} />
          )}
        </li>
      ))}
    </ol>
  );
}

/** Twilio asks without credentials first. */
function asksForCredentials({ authorised, outcome }: RequestItem): boolean {
  return !authorised && outcome?.kind === 'response' && outcome.status === 401;
}

function AskedForCredentials({ item }: { item: RequestItem }) {
  return (
    <p class="credentials">
      <span class="path">{formatPath(item.url)}</span> asks for credentials{' '}
      <span class="badge">401</span>
    </p>
  );
}

function Request({ item, isOpen }: { item: RequestItem; isOpen: boolean }) {
  const { purpose, method, url, parameters, retries, outcome } = item;
  return (
    <details class="request" open={isOpen}>
      <summary>
        <span class="purpose">{PURPOSES[purpose]}</span>
        <span class="line-of-request">
          <b>{method}</b> <span class="path">{formatPath(url)}</span>
        </span>
        <span class="outcome">
          <Outcome outcome={outcome} />
        </span>
      </summary>
      <p class="facts">
        {formatTime(item.at)}
        {retries > 0 && ` · retry ${retries}`}
        {item.authorised && ' · with credentials'}
        {outcome?.kind === 'response' && ` · ${outcome.contentType || 'no content type'}`}
        {outcome?.kind === 'failure' && ` · ${outcome.message}`}
      </p>
      <details class="parameters">
        <summary>
          {parameters.length} {parameters.length === 1 ? 'parameter' : 'parameters'}
        </summary>
        <table>
          <tbody>
            {parameters.map(([name, value], index) => (
              <tr key={index}>
                <th scope="row">{name}</th>
                <td>{value === '' ? <i class="hint">empty</i> : value}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
      {outcome?.kind === 'response' &&
        (outcome.body === '' ? (
          <p class="hint">The answer is empty.</p>
        ) : (
          <TwimlView body={outcome.body} />
        ))}
    </details>
  );
}

function Outcome({ outcome }: Pick<RequestItem, 'outcome'>) {
  if (outcome === undefined) return <span class="badge waiting">waiting…</span>;
  const isGood = outcome.kind === 'response' && outcome.status < 400;
  return (
    <>
      <span class={`badge ${isGood ? 'good' : 'bad'}`}>
        {isGood ? '✓' : '✕'}{' '}
        {outcome.kind === 'response' ? outcome.status : `error ${outcome.code}`}
      </span>
      <small>{formatTook(outcome.tookMs)}</small>
    </>
  );
}

/** An entry of the debugger log. */
export function Fault({ item: { entry } }: { item: DebuggerItem }) {
  const { level, code, message, url, line, text } = entry;
  return (
    <div class={`fault ${level}`}>
      <p>
        <strong>
          {level === 'error' ? 'Error' : 'Warning'}{' '}
          <a
            href={`https://www.twilio.com/docs/api/errors/${code}`}
            rel="noreferrer"
            target="_blank"
          >
            {code}
          </a>
        </strong>{' '}
        {message}
      </p>
      {text !== undefined && (
        <pre>
          <b>line {line}</b> {text.trim()}
        </pre>
      )}
      {url !== undefined && <small class="path">{formatPath(url)}</small>}
    </div>
  );
}

const PURPOSES: Readonly<Record<RequestItem['purpose'], string>> = {
  'voice-url': 'A call comes in',
  'fallback-url': 'Fallback',
  redirect: 'Redirect',
  'gather-action': 'Keys pressed',
  'enqueue-action': 'Left the queue',
  'wait-url': 'Waiting',
  'queue-url': 'Before connecting',
  'dial-action': 'Dial is over',
  'number-url': 'Before connecting',
  'record-action': 'Recorded',
  'recording-status-callback': 'Recording status',
  'rest-url': 'Sent here by the API',
  'status-callback': 'Call status',
  'dial-status-callback': 'Dialled call’s status',
};
