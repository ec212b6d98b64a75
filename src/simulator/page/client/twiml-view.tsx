import { prettyTwiml } from './pretty-twiml';

const SHOWN = 6000;

/** A document, one element on each line. */
export function TwimlView({ body }: { body: string }) {
  const isLong = body.length > SHOWN;
  return (
    <pre class="twiml">
      <code>
        {prettyTwiml(isLong ? body.slice(0, SHOWN) : body).map(({ depth, tokens }, index) => (
          <span class="twiml-line" data-depth={Math.min(depth, 6)} key={index}>
            {tokens.map(({ kind, text }, place) => (
              <span class={`token-${kind}`} key={place}>
                {text}
              </span>
            ))}
            {'\n'}
          </span>
        ))}
      </code>
      {isLong && <span class="hint">… {body.length - SHOWN} more characters</span>}
    </pre>
  );
}
