import type { TwimlElement } from '../../../src/simulator/twiml/element';
import { readDocument, type TwimlContext } from '../../../src/simulator/twiml/read-document';

// The contract: https://www.twilio.com/docs/voice/twiml and https://www.twilio.com/docs/api/errors

const WORKFLOW = `WW${'0'.repeat(32)}`;

function read(body: string, context: TwimlContext = 'call', contentType?: string) {
  return readDocument({ status: 200, contentType: contentType ?? 'text/xml', body }, context);
}

/** An element as XML again, with a `!` before the name of one that is refused. */
function render({ name, attributes, children, isRefused }: TwimlElement): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${value}"`);
  const start = `<${isRefused ? '!' : ''}${name}${written.join('')}`;
  const inner = children.map((child) => (typeof child === 'string' ? child : render(child)));
  return inner.length === 0 ? `${start}/>` : `${start}>${inner.join('')}</${name}>`;
}

/** What is executed of the body of a Response, as XML. */
function verbsIn(body: string, context: TwimlContext = 'call'): string {
  const { document } = read(`<Response>${body}</Response>`, context);
  return document.kind === 'twiml' ? document.verbs.map(render).join('') : document.kind;
}

/** The level and number of every entry in the debugger about the body of a Response. */
function entriesOf(body: string, context: TwimlContext = 'call'): string[] {
  return read(`<Response>${body}</Response>`, context).faults.map((f) => `${f.level} ${f.code}`);
}

describe('a document without a fault', () => {
  const rows: [body: string, context: TwimlContext, verbs?: string][] = [
    ['', 'call'],
    ['<Say language="ja-JP" voice="Polly.Kazuha-Neural" loop="2">はい</Say>', 'call'],
    [
      '<Say>one<break/>two<p><s>three</s>\n<s>four</s></p></Say>',
      'call',
      '<Say>one two three four</Say>',
    ],
    ['<Say>re<emphasis>mark</emphasis>able</Say>', 'call', '<Say>remarkable</Say>'],
    ['<Play loop="0">/a.mp3</Play><Play digits="1w2"/>', 'call'],
    ['<Pause length="3"/>', 'wait'],
    [
      '<Gather numDigits="1" finishOnKey=""><Say>One?</Say><Play>/1.wav</Play><Pause/></Gather>',
      'call',
    ],
    ['<Redirect method="GET">/menu?a=1</Redirect>', 'announcement'],
    ['<Hangup/>', 'called'],
    ['<Reject reason="busy"/>', 'call'],
    ['<Leave/>', 'wait'],
    ['<Record maxLength="60" playBeep="false"/>', 'call'],
    ['<Enqueue action="/exit" waitUrl="">support</Enqueue>', 'call'],
    [`<Enqueue workflowSid="${WORKFLOW}"><Task>{}</Task></Enqueue>`, 'call'],
    ['<Dial timeout="600"><Queue url="guidance">support</Queue></Dial>', 'call'],
    ['<Dial callerId="+815012345678">+81312345678</Dial>', 'call'],
    ['<Dial><Number url="/whisper">+81312345678</Number><Client>anna</Client></Dial>', 'call'],
    [
      '<Dial><Client><Identity>anna</Identity><Parameter name="a" value="b"/></Client></Dial>',
      'call',
    ],
    ['<Dial><Conference beep="onEnter">room</Conference></Dial>', 'call'],
    ['<Dial><Sip>sip:anna@example.com</Sip></Dial>', 'call'],
  ];
  it.each(rows)('is executed as it stands: %s (%s)', (body, context, verbs = body) => {
    expect(entriesOf(body, context)).toEqual([]);
    expect(verbsIn(body, context)).toBe(verbs);
  });

  it('gives each element the line where it begins', () => {
    const { document } = read(
      '<Response>\n<Gather>\n\n<Say\nloop="2">a</Say></Gather>\r\n<Hangup/></Response>',
    );
    expect(document).toMatchObject({
      kind: 'twiml',
      verbs: [
        { name: 'Gather', line: 2, children: [{ name: 'Say', line: 4 }] },
        { name: 'Hangup', line: 6 },
      ],
    });
  });
});

describe('a fault in a verb', () => {
  const DIALLED = '<Number>110</Number>';
  /** Rows: number, level, the body of Response, what is executed of it, the context. */
  const rows: [number, 'error' | 'warning', string, string, TwimlContext?][] = [
    // The schema.
    [12200, 'warning', '<say>a</say><Hangup/>', '<Hangup/>'],
    [12200, 'warning', '<constructor/><Hangup/>', '<Hangup/>'],
    [12200, 'warning', '<Connect/><Hangup/>', '<Hangup/>'],
    [12200, 'warning', 'Hello<Hangup/>', '<Hangup/>'],
    [12200, 'warning', '<Gather numdigits="1" timeout="9"/>', '<Gather timeout="9"/>'],
    [12200, 'warning', '<Pause>3</Pause>', '<Pause/>'],
    [12200, 'warning', '<Say>a <Pause/>b</Say>', '<Say>a b</Say>'],
    [12200, 'warning', '<Leave/><Pause/>', '<Pause/>'],
    [12200, 'warning', '<Enqueue>q</Enqueue><Pause/>', '<Pause/>', 'wait'],
    [12200, 'warning', '<Redirect/><Hangup/>', '<Hangup/>', 'called'],
    [12200, 'warning', '<Say>a</Say><Reject/>', '<Say>a</Say><Reject/>'],
    [12200, 'warning', '<Redirect>\n/a\n</Redirect>', '<Redirect>/a</Redirect>'],

    // Say, Play and Pause.
    [13510, 'warning', '<Say loop="x">a</Say>', '<Say>a</Say>'],
    [13511, 'warning', '<Say voice="alice">a</Say>', '<Say>a</Say>'],
    [13511, 'warning', '<Say language="ja-JP" voice="man">a</Say><Pause/>', '<Pause/>'],
    [
      13512,
      'warning',
      '<Say language="ja" voice="Polly.Mizuki">a</Say>',
      '<Say voice="Polly.Mizuki">a</Say>',
    ],
    [13520, 'warning', '<Say/><Pause/>', '<Pause/>'],
    [13520, 'warning', '<Say><break/></Say><Pause/>', '<Pause/>'],
    [13521, 'warning', `<Say>${'a'.repeat(3001)}</Say><Pause/>`, '<Pause/>'],
    [13410, 'warning', '<Play loop="-1">/a.mp3</Play>', '<Play>/a.mp3</Play>'],
    [13430, 'warning', '<Play digits="x"/><Pause/>', '<Pause/>'],
    [13430, 'warning', '<Play digits="x">/a.mp3</Play>', '<Play>/a.mp3</Play>'],
    [11100, 'error', '<Play>ftp://a/b.mp3</Play><Pause/>', '<Pause/>'],
    [12200, 'warning', '<Play/><Pause/>', '<Pause/>'],
    [12200, 'warning', '<Play digits="1">/a.mp3</Play>', '<Play digits="1"/>'],
    [13910, 'warning', '<Pause length="x"/>', '<Pause/>'],

    // Gather.
    [13310, 'warning', '<Gather finishOnKey="12"/>', '<Gather/>'],
    [13312, 'warning', '<Gather method="PUT"/>', '<Gather/>'],
    [13313, 'warning', '<Gather timeout="x"/>', '<Gather/>'],
    [13314, 'warning', '<Gather numDigits="0"/>', '<Gather/>'],
    [13320, 'warning', '<Gather><Hangup/><Say>a</Say></Gather>', '<Gather><Say>a</Say></Gather>'],
    [13321, 'warning', '<Gather><Say voice="x">a</Say></Gather>', '<Gather><Say>a</Say></Gather>'],
    [13321, 'warning', '<Gather><Say language="ja-JP" voice="man">a</Say></Gather>', '<!Gather/>'],
    [13322, 'warning', '<Gather><Say loop="x">a</Say></Gather>', '<Gather><Say>a</Say></Gather>'],
    [13520, 'warning', '<Gather><Say/></Gather>', '<Gather/>'],
    [13326, 'warning', '<Gather input="keys"/>', '<Gather/>'],
    [13327, 'warning', '<Gather speechTimeout="x"/>', '<Gather/>'],
    [13328, 'warning', '<Gather maxSpeechTime="61"/>', '<Gather/>'],
    [13329, 'warning', '<Gather partialResultCallbackMethod="x"/>', '<Gather/>'],
    [13330, 'warning', `<Gather hints="${'a'.repeat(101)}"/>`, '<Gather/>'],
    [13331, 'warning', '<Gather language="en"/>', '<Gather/>'],
    [13332, 'warning', '<Gather bargeIn="x"/>', '<Gather/>'],
    [13333, 'warning', '<Gather profanityFilter="x"/>', '<Gather/>'],
    [13334, 'warning', '<Gather speechModel="a b"/>', '<Gather/>'],
    [
      13335,
      'warning',
      '<Gather speechTimeout="auto" speechModel="default"/>',
      '<Gather speechModel="default"/>',
    ],
    [13338, 'error', '<Gather actionOnEmptyResult="x"/>', '<Gather/>'],
    [11100, 'error', '<Gather action="http://"/>', '<Gather/>'],

    // Redirect, Reject and Record.
    [13710, 'warning', '<Redirect method="PUT">/a</Redirect>', '<Redirect>/a</Redirect>'],
    [11100, 'error', '<Redirect>ftp://a</Redirect>', '<!Redirect>ftp://a</Redirect>'],
    [13810, 'warning', '<Reject reason="tired"/>', '<Reject/>'],
    [13610, 'warning', '<Record method="x"/>', '<Record/>'],
    [13611, 'warning', '<Record timeout="x"/>', '<Record/>'],
    [13612, 'warning', '<Record maxLength="x"/>', '<Record/>'],
    [13613, 'warning', '<Record finishOnKey="11"/>', '<Record/>'],
    [13614, 'warning', '<Record transcribe="x"/>', '<Record/>'],
    [13616, 'warning', '<Record playBeep="x"/>', '<Record/>'],
    [13699, 'warning', '<Record trim="x"/>', '<Record/>'],
    [13256, 'warning', '<Record recordingStatusCallback="a b"/>', '<Record/>'],
    [13621, 'error', '<Record recordingStatusCallbackEvent="x"/>', '<Record/>'],
    [
      13257,
      'error',
      '<Record transcribe="true" transcribeCallback="a b"/>',
      '<Record transcribe="true"/>',
    ],
    [12200, 'warning', '<Record transcribeCallback="/t"/>', '<Record/>'],

    // Enqueue.
    [14201, 'error', '<Enqueue method="x">q</Enqueue>', '<!Enqueue>q</Enqueue>'],
    [14202, 'error', '<Enqueue waitUrl="a b">q</Enqueue>', '<!Enqueue>q</Enqueue>'],
    [14203, 'error', '<Enqueue action="a b">q</Enqueue><Pause/>', '<!Enqueue>q</Enqueue><Pause/>'],
    [14204, 'error', '<Enqueue action="/x"/>', '<!Enqueue action="/x"/>'],
    [
      14205,
      'error',
      `<Enqueue>${'q'.repeat(64)}</Enqueue>`,
      `<!Enqueue>${'q'.repeat(64)}</Enqueue>`,
    ],
    [14206, 'error', '<Enqueue waitUrlMethod="x">q</Enqueue>', '<!Enqueue>q</Enqueue>'],
    [14220, 'error', '<Enqueue workflowSid="WW1"/>', '<!Enqueue/>'],
    [
      14221,
      'error',
      `<Enqueue workflowSid="${WORKFLOW}"><Task>x</Task></Enqueue>`,
      `<!Enqueue workflowSid="${WORKFLOW}"/>`,
    ],
    [12200, 'warning', '<Enqueue maxQueueSize="0">q</Enqueue>', '<Enqueue>q</Enqueue>'],

    // Dial.
    [13210, 'warning', '<Dial method="x">110</Dial>', '<Dial>110</Dial>'],
    [13212, 'warning', '<Dial timeout="4">110</Dial>', '<Dial>110</Dial>'],
    [13213, 'warning', '<Dial hangupOnStar="x">110</Dial>', '<Dial>110</Dial>'],
    [13214, 'warning', '<Dial callerId="">110</Dial>', '<Dial>110</Dial>'],
    [13215, 'warning', `<Dial><Hangup/>${DIALLED}</Dial>`, `<Dial>${DIALLED}</Dial>`],
    [13215, 'warning', `<Dial>${DIALLED}<Queue>q</Queue></Dial>`, `<Dial>${DIALLED}</Dial>`],
    [13215, 'warning', `<Dial><Queue>q</Queue>${DIALLED}</Dial>`, '<Dial><Queue>q</Queue></Dial>'],
    [
      13000,
      'warning',
      `<Dial>${DIALLED}<Conference>r</Conference></Dial>`,
      `<Dial>${DIALLED}</Dial>`,
    ],
    [13216, 'warning', '<Dial timeLimit="x">110</Dial>', '<Dial>110</Dial>'],
    [13217, 'warning', '<Dial record="x">110</Dial>', '<Dial>110</Dial>'],
    [13218, 'warning', '<Dial sequential="x">110</Dial>', '<Dial>110</Dial>'],
    [13219, 'warning', '<Dial answerOnBridge="x">110</Dial>', '<Dial>110</Dial>'],
    [13220, 'warning', '<Dial ringTone="x">110</Dial>', '<Dial>110</Dial>'],
    [13223, 'warning', '<Dial action="/x">anna</Dial>', '<!Dial action="/x">anna</Dial>'],
    [12200, 'warning', '<Dial action="/x"/>', '<!Dial action="/x"/>'],
    [12200, 'warning', `<Dial>119${DIALLED}</Dial>`, `<Dial>${DIALLED}</Dial>`],
    [12200, 'warning', `<Dial>${DIALLED.repeat(11)}</Dial>`, `<Dial>${DIALLED.repeat(10)}</Dial>`],
    [11100, 'error', '<Dial action="a b">110</Dial><Pause/>', '<Dial>110</Dial><Pause/>'],

    // What is dialled.
    [14210, 'error', '<Dial><Queue method="x">q</Queue></Dial>', '<!Dial/>'],
    [14211, 'error', '<Dial><Queue url="a b">q</Queue></Dial>', '<!Dial/>'],
    [14212, 'error', '<Dial><Queue/></Dial>', '<!Dial/>'],
    [14213, 'error', `<Dial><Queue>${'q'.repeat(64)}</Queue></Dial>`, '<!Dial/>'],
    [14215, 'error', '<Dial><Queue reservationSid="WR1"/></Dial>', '<!Dial/>'],
    [13221, 'warning', '<Dial><Number method="x">110</Number></Dial>', `<Dial>${DIALLED}</Dial>`],
    [
      13222,
      'warning',
      '<Dial><Number sendDigits="x">110</Number></Dial>',
      `<Dial>${DIALLED}</Dial>`,
    ],
    [13223, 'warning', `<Dial><Number>anna</Number>${DIALLED}</Dial>`, `<Dial>${DIALLED}</Dial>`],
    [13223, 'warning', '<Dial><Number>anna</Number></Dial>', '<!Dial/>'],
    [11100, 'error', '<Dial><Number url="a b">110</Number></Dial>', `<Dial>${DIALLED}</Dial>`],
    [12200, 'warning', '<Dial><Client>a b</Client></Dial>', '<!Dial/>'],
    [
      12200,
      'warning',
      '<Dial><Client>a<Parameter name="n"/></Client></Dial>',
      '<Dial><Client>a</Client></Dial>',
    ],
    [
      13230,
      'warning',
      '<Dial><Conference muted="x">r</Conference></Dial>',
      '<Dial><Conference>r</Conference></Dial>',
    ],
    [
      13231,
      'error',
      '<Dial><Conference endConferenceOnExit="x">r</Conference></Dial>',
      '<Dial><Conference>r</Conference></Dial>',
    ],
    [
      13232,
      'warning',
      '<Dial><Conference startConferenceOnEnter="x">r</Conference></Dial>',
      '<Dial><Conference>r</Conference></Dial>',
    ],
    [
      13233,
      'warning',
      '<Dial><Conference waitUrl="a b">r</Conference></Dial>',
      '<Dial><Conference>r</Conference></Dial>',
    ],
    [
      13234,
      'warning',
      '<Dial><Conference waitMethod="x">r</Conference></Dial>',
      '<Dial><Conference>r</Conference></Dial>',
    ],
    [
      13235,
      'warning',
      '<Dial><Conference beep="x">r</Conference></Dial>',
      '<Dial><Conference>r</Conference></Dial>',
    ],
    [13237, 'warning', '<Dial><Conference/></Dial>', '<!Dial/>'],
    [
      13239,
      'error',
      '<Dial><Conference trim="x">r</Conference></Dial>',
      '<Dial><Conference>r</Conference></Dial>',
    ],
    [
      13240,
      'error',
      '<Dial><Conference coach="x">r</Conference></Dial>',
      '<Dial><Conference>r</Conference></Dial>',
    ],
    [
      13241,
      'warning',
      '<Dial><Sip method="x">sip:a@b</Sip></Dial>',
      '<Dial><Sip>sip:a@b</Sip></Dial>',
    ],
    [13243, 'warning', '<Dial><Sip>a@b</Sip></Dial>', '<!Dial/>'],
    [
      13249,
      'warning',
      '<Dial><Sip username="">sip:a@b</Sip></Dial>',
      '<Dial><Sip>sip:a@b</Sip></Dial>',
    ],

    // Verbs that have a number of their own where they may not stand.
    [14211, 'error', '<Gather/><Say>a</Say>', '<Say>a</Say>', 'announcement'],
    [14211, 'error', '<Dial>110</Dial><Say>a</Say>', '<Say>a</Say>', 'announcement'],
    [12200, 'warning', '<say/><Say>a</Say>', '<Say>a</Say>', 'announcement'],
    [13201, 'error', '<Dial>110</Dial><Hangup/>', '<Hangup/>', 'called'],
  ];
  const named = rows.map(([code, level, body, verbs, context = 'call']) => ({
    code,
    level,
    body,
    verbs,
    context,
  }));

  it.each(named)('is $level $code: $body', ({ code, level, body, verbs, context }) => {
    expect(entriesOf(body, context)).toEqual([`${level} ${code}`]);
    expect(verbsIn(body, context)).toBe(verbs);
  });

  it('makes what follows a verb reachable where the action is passed over', () => {
    expect(verbsIn('<Enqueue action="">q</Enqueue><Hangup/>')).toBe(
      '<!Enqueue>q</Enqueue><Hangup/>',
    );
  });
});

describe('a verb that is never reached', () => {
  it.each([
    ['<Redirect>/a</Redirect><Say>a</Say>', '<Redirect>/a</Redirect>'],
    ['<Hangup/><Say>a</Say>', '<Hangup/>'],
    ['<Enqueue action="/a">q</Enqueue><Hangup/>', '<Enqueue action="/a">q</Enqueue>'],
  ])('is passed over in silence: %s', (body, verbs) => {
    expect(entriesOf(body)).toEqual([]);
    expect(verbsIn(body)).toBe(verbs);
  });
});

describe('what stands where', () => {
  it('is told of each fault: the line in the body, from 1, and its text', () => {
    const body = [
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<Response>',
      '  <!-- two',
      '       lines -->',
      '  <Gather numDigits="1"',
      '          timeout="x"',
      '          extra="">',
      '    <Say/>',
      '    <Hangup/>',
      '  </Gather>',
      '  <Redirect/>',
      '  <Say>never</Say>',
      '</Response>',
    ].join('\r\n');
    expect(read(body).faults).toEqual([
      {
        level: 'warning',
        code: 13313,
        message: 'Response/Gather: timeout "x" is not a whole number of at least 1 or "auto"',
        line: 6,
        text: 'timeout="x"',
      },
      {
        level: 'warning',
        code: 12200,
        message: 'Response/Gather: extra is not an attribute of Gather',
        line: 7,
        text: 'extra="">',
      },
      {
        level: 'warning',
        code: 13520,
        message: 'Response/Gather/Say: text "" is empty',
        line: 8,
        text: '<Say/>',
      },
      {
        level: 'warning',
        code: 13320,
        message: 'Response/Gather/Hangup: Hangup may not stand in Gather',
        line: 9,
        text: '<Hangup/>',
      },
    ]);
  });

  it.each([
    ['an unclosed element', '<Response>\n<Say>\n</Response>', 2],
    ['an attribute without quotes', '<Response>\n<Pause length=1/></Response>', 2],
    ['a bare ampersand', '<Response>\n<!-- & -->\r\n<Say>a & b</Say></Response>', 3],
    ['the end of a CDATA section', '<Response>\n<Say>]]></Say></Response>', 2],
    ['a control character', '<Response>\n\n<Say>\u0001</Say></Response>', 3],
    ['a reference to a control character', '<Response>\n<Say>&#1;</Say></Response>', 2],
    ['such a reference in an attribute', '<Response>\n<Say\nvoice="&#1;"/></Response>', 3],
    ['a space before the declaration', ' <?xml version="1.0"?><Response/>', 1],
  ])('is told of %s', (_what, body, line) => {
    const { document, faults } = read(body);
    expect(document).toEqual({ kind: 'failure' });
    expect(faults).toEqual([expect.objectContaining({ level: 'error', code: 12100, line })]);
    expect(faults[0]?.text).toBe(body.split(/\r?\n/)[line - 1]?.trim());
  });
});

describe('a document that cannot be used', () => {
  it.each([
    ['nothing', '', 12100, 'document: not well-formed XML: missing root element', undefined],
    [
      'white space',
      ' \n ',
      12100,
      'document: not well-formed XML: missing root element',
      undefined,
    ],
    ['a page of HTML', '<html/>', 12102, 'html: the root must be Response', 1],
    ['a response in lower case', '\n<response/>', 12102, 'response: the root must be Response', 2],
    [
      'another version',
      '<Response\nversion="1"/>',
      12101,
      'Response: version is not an attribute of Response',
      2,
    ],
  ])('is %s', (_what, body, code, message, line) => {
    const { document, faults } = read(body);
    expect(document).toEqual({ kind: 'failure' });
    expect(faults).toEqual([expect.objectContaining({ level: 'error', code, message, line })]);
  });

  it('is larger than 64 kB', () => {
    const fits = `<Response><Play>/${'a'.repeat(63_965)}</Play></Response>`;
    expect(Buffer.byteLength(fits)).toBe(64_000);
    expect(read(fits).faults).toEqual([]);
    expect(read(`${fits} `)).toEqual({
      document: { kind: 'failure' },
      faults: [
        {
          level: 'error',
          code: 11750,
          message: 'document: larger than 64 kB (64001 bytes)',
          line: undefined,
          text: undefined,
        },
      ],
    });
  });

  it.each([
    [400, 11217],
    [503, 11217],
    [304, 11200],
  ])('has the HTTP status %d', (status, code) => {
    const answer = { status, contentType: 'text/xml', body: '<Response/>' };
    expect(readDocument(answer, 'call')).toEqual({
      document: { kind: 'failure' },
      faults: [
        {
          level: 'error',
          code,
          message: `document: the HTTP status is ${status}`,
          line: undefined,
          text: undefined,
        },
      ],
    });
  });
});

describe('the Content-Type of an answer', () => {
  it.each(['text/xml', 'application/xml; charset=utf-8', 'TEXT/HTML', 'text/plain'])(
    'may be %s for TwiML',
    (contentType) => {
      expect(read('<Response><Hangup/></Response>', 'call', contentType)).toMatchObject({
        document: { kind: 'twiml', verbs: [{ name: 'Hangup' }] },
        faults: [],
      });
    },
  );

  it.each([
    ...['audio/mpeg', 'audio/wav', 'audio/wave', 'audio/x-wav', 'audio/aiff', 'audio/x-aifc'],
    ...['audio/x-aiff', 'audio/x-gsm', 'audio/gsm', 'audio/ulaw', 'Audio/MPEG; a=b'],
  ])('may be %s for a recording, however large', (contentType) => {
    expect(read('\0'.repeat(65_000), 'wait', contentType)).toEqual({
      document: { kind: 'audio' },
      faults: [],
    });
  });

  it.each(['Hello & welcome\n', '<html/>', '<Response><Say>Hello'])(
    'may be text/plain for what is read aloud: %j',
    (body) => {
      expect(read(body, 'call', 'text/plain')).toEqual({
        document: { kind: 'text', text: body.trim() },
        faults: [],
      });
    },
  );

  it('may not be text/plain for nothing', () => {
    const { document, faults } = read(' ', 'call', 'text/plain');
    expect(document).toEqual({ kind: 'failure' });
    expect(faults).toMatchObject([{ level: 'error', code: 12100 }]);
  });

  it.each([
    [undefined, 'document: there is no Content-Type'],
    ['', 'document: there is no Content-Type'],
    ['application/json; charset=utf-8', 'document: the Content-Type is application/json'],
    ['audio/ogg', 'document: the Content-Type is audio/ogg'],
    ['image/png', 'document: the Content-Type is image/png'],
  ])('may not be %s', (contentType, message) => {
    expect(readDocument({ status: 200, contentType, body: '<Response/>' }, 'call')).toEqual({
      document: { kind: 'failure' },
      faults: [{ level: 'error', code: 12300, message, line: undefined, text: undefined }],
    });
  });
});
