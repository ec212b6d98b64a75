import { renderTwiml, type TwimlDocument } from '../../src/twilio/twiml';
import { parseTwiml, type TwimlElement } from '../support/twiml';

type Content = TwimlElement['children'];

function element(
  name: string,
  attributes: Record<string, string>,
  children: Content,
): TwimlElement {
  return { name, attributes, children };
}

function render(document: TwimlDocument): Content {
  const root = parseTwiml(renderTwiml(document));
  expect(root).toMatchObject({ name: 'Response', attributes: {} });
  return root.children;
}

describe('renderTwiml', () => {
  it('begins with the declaration of XML in UTF-8', () => {
    expect(renderTwiml([])).toBe('<?xml version="1.0" encoding="UTF-8"?><Response/>');
  });

  const say = { verb: 'Say', text: 'はい', language: 'ja-JP' } as const;
  const rows: [what: string, document: TwimlDocument, children: Content][] = [
    ['nothing', [], []],
    ['Say', [say], [element('Say', { language: 'ja-JP' }, ['はい'])]],
    [
      'Say with a voice',
      [{ ...say, voice: 'Polly.Tomoko-Neural' }],
      [element('Say', { language: 'ja-JP', voice: 'Polly.Tomoko-Neural' }, ['はい'])],
    ],
    [
      'Say with a voice that is not set',
      [{ ...say, voice: undefined }],
      [element('Say', { language: 'ja-JP' }, ['はい'])],
    ],
    [
      'Play',
      [{ verb: 'Play', url: 'https://a.example/b.mp3?c=1&d=2' }],
      [element('Play', {}, ['https://a.example/b.mp3?c=1&d=2'])],
    ],
    ['Pause', [{ verb: 'Pause', lengthSeconds: 3 }], [element('Pause', { length: '3' }, [])]],
    [
      'Gather with speech',
      [{ verb: 'Gather', action: '/index', timeoutSeconds: 10, prompt: say }],
      [
        element('Gather', { numDigits: '1', timeout: '10', method: 'POST', action: '/index' }, [
          element('Say', { language: 'ja-JP' }, ['はい']),
        ]),
      ],
    ],
    [
      'Gather with a recording',
      [
        {
          verb: 'Gather',
          action: '/index?wrong_keys=1&a=b',
          timeoutSeconds: 5,
          prompt: { verb: 'Play', url: 'https://a.example/b.mp3' },
        },
      ],
      [
        element(
          'Gather',
          { numDigits: '1', timeout: '5', method: 'POST', action: '/index?wrong_keys=1&a=b' },
          [element('Play', {}, ['https://a.example/b.mp3'])],
        ),
      ],
    ],
    [
      'Gather of several keys',
      [{ verb: 'Gather', action: '/index', timeoutSeconds: 10, maxKeys: 12, prompt: say }],
      [
        element(
          'Gather',
          { numDigits: '12', finishOnKey: '#', timeout: '10', method: 'POST', action: '/index' },
          [element('Say', { language: 'ja-JP' }, ['はい'])],
        ),
      ],
    ],
    [
      'Redirect',
      [{ verb: 'Redirect', url: '/a?b=1&c=2#rc=2&rp=5xx' }],
      [element('Redirect', {}, ['/a?b=1&c=2#rc=2&rp=5xx'])],
    ],
    [
      'Enqueue',
      [
        {
          verb: 'Enqueue',
          queueName: 'support',
          waitUrl: '/wait',
          action: 'https://u:p%26@cc.example/exit_enqueue#rc=2&rp=5xx',
        },
      ],
      [
        element(
          'Enqueue',
          {
            waitUrl: '/wait',
            action: 'https://u:p%26@cc.example/exit_enqueue#rc=2&rp=5xx',
            method: 'POST',
          },
          ['support'],
        ),
      ],
    ],
    [
      'Dial with Queue',
      [{ verb: 'DialQueue', queueName: 'support', url: '/guidance', timeoutSeconds: 600 }],
      [
        element('Dial', { timeout: '600' }, [
          element('Queue', { url: '/guidance', method: 'POST' }, ['support']),
        ]),
      ],
    ],
    [
      'several verbs in their order',
      [{ verb: 'Pause', lengthSeconds: 1 }, say, { verb: 'Pause', lengthSeconds: 2 }],
      [
        element('Pause', { length: '1' }, []),
        element('Say', { language: 'ja-JP' }, ['はい']),
        element('Pause', { length: '2' }, []),
      ],
    ],
  ];
  it.each(rows)('writes %s', (_what, document, children) => {
    expect(render(document)).toEqual(children);
  });

  // https://www.w3.org/TR/xml/#charsets
  const texts: [what: string, text: string, written: string][] = [
    [
      'markup as text',
      `<Hangup/> & "you" 'me' ]]> &amp; <!--`,
      `<Hangup/> & "you" 'me' ]]> &amp; <!--`,
    ],
    ['an emoji', 'a😀b', 'a😀b'],
    ['tab and line breaks', 'a\tb\nc\rd', 'a\tb\nc\rd'],
    ['characters of private use', 'a\ue000b\u{10fffd}c', 'a\ue000b\u{10fffd}c'],
    ['a zero byte as a space', 'a\0b', 'a b'],
    ['control characters as spaces', 'a\u0001b\u000bc\u001fd', 'a b c d'],
    ['the first half of a surrogate pair as a space', 'a\ud83db', 'a b'],
    ['the second half of a surrogate pair as a space', 'a\ude00b', 'a b'],
    ['a surrogate pair the wrong way round as spaces', 'a\ude00\ud83db', 'a  b'],
    ['U+FFFE and U+FFFF as spaces', 'a\ufffeb\uffffc', 'a b c'],
  ];
  it.each(texts)('writes %s', (_what, text, written) => {
    expect(
      render([
        { verb: 'Say', text, language: 'en-US' },
        { verb: 'Play', url: text },
        { verb: 'Gather', action: '/', timeoutSeconds: 1, prompt: { ...say, text } },
        { verb: 'Enqueue', queueName: text, waitUrl: '/wait', action: '/exit' },
        { verb: 'DialQueue', queueName: text, url: '/guidance', timeoutSeconds: 600 },
      ]),
    ).toMatchObject([
      { name: 'Say', children: [written] },
      { name: 'Play', children: [written] },
      { name: 'Gather', children: [{ name: 'Say', children: [written] }] },
      { name: 'Enqueue', children: [written] },
      { name: 'Dial', children: [{ name: 'Queue', children: [written] }] },
    ]);
  });

  it('escapes attributes', () => {
    const url = `/a?b="c"&d=<e>'`;
    expect(
      render([
        { verb: 'Gather', action: url, timeoutSeconds: 1, prompt: say },
        { verb: 'Enqueue', queueName: 'q', waitUrl: url, action: url },
        { verb: 'DialQueue', queueName: 'q', url, timeoutSeconds: 600 },
      ]),
    ).toMatchObject([
      { attributes: { action: url } },
      { attributes: { waitUrl: url, action: url } },
      { children: [{ attributes: { url } }] },
    ]);
  });
});
