import VoiceResponse from 'twilio/lib/twiml/VoiceResponse';
import { TOP_VERBS, VERBS } from '../../../src/simulator/twiml/grammar';
import { findAttributeNames, getUnion } from '../../../src/simulator/twiml/values';
import { checkTwiml, parseTwiml, type TwimlContext } from '../../support/twiml';

const WORKFLOW = `WW${'0'.repeat(32)}`;
const RESERVATION = `WR${'0'.repeat(32)}`;

function checkBody(body: string, context: TwimlContext): string[] {
  return checkTwiml(`<Response>${body}</Response>`, context);
}

describe('parseTwiml', () => {
  it('gives the tree of a document', () => {
    const xml =
      '<?xml version="1.0" encoding="UTF-8"?>\n<Response>\n  <Say language="ja-JP">はい &amp; &#x3002;</Say>\n</Response>';
    expect(parseTwiml(xml)).toEqual({
      name: 'Response',
      attributes: {},
      children: [{ name: 'Say', attributes: { language: 'ja-JP' }, children: ['はい & 。'] }],
    });
  });

  it('drops comments and merges the text around them and CDATA sections', () => {
    expect(parseTwiml('<Say>one <!-- x & y --><![CDATA[& two]]></Say>').children).toEqual([
      'one & two',
    ]);
  });

  it('drops text that is only whitespace', () => {
    expect(parseTwiml('<Response>\n  <Say> </Say>\n</Response>').children).toEqual([
      { name: 'Say', attributes: {}, children: [] },
    ]);
  });

  it.each([
    ['nothing', '', /missing root element$/],
    ['an unclosed element', '<Response><Say>', /unclosed xml tag\(s\): Response, Say$/],
    ['crossed elements', '<a><b></a></b>', /tag mismatch: "b" != "a"$/],
    ['two roots', '<Response/><Response/>', /Only one element can be added/],
    ['text after the root', '<Response/>Fatal error', /Extra content at the end of the document$/],
    ['text before the root', 'Warning<Response/>', /Unexpected content outside root element/],
    ['an attribute named by a digit', '<Queue 0="url"/>', /invalid attribute:0$/],
    ['an attribute without quotes', '<Pause length=1/>', /missed quot/],
    ['an attribute without a value', '<Pause length/>', /missed value/],
    ['an attribute twice', '<Pause length="1" length="2"/>', /Attribute length redefined$/],
    ['a bare ampersand in text', '<Say>this & that</Say>', /bare &$/],
    ['a bare ampersand in an attribute', '<Gather action="/a?b=1&c=2"/>', /bare &$/],
    ['an entity of HTML', '<Say>a&nbsp;b</Say>', /bare &$/],
    ['the end of a CDATA section alone', '<Say>a ]]> b</Say>', /bare \]\]>$/],
    ['a control character', '<Say>a\u0001b</Say>', /invalid character U\+0001$/],
    ['a reference to a control character', '<Say>a&#1;b</Say>', /invalid character U\+0001$/],
    ['half of a surrogate pair', '<Say>\ud800</Say>', /invalid character U\+D800$/],
  ])('refuses %s in one line', (_what, xml, reason) => {
    expect(() => parseTwiml(xml)).toThrow(/^not well-formed XML: [^\n]+$/);
    expect(() => parseTwiml(xml)).toThrow(reason);
  });
});

describe('VERBS', () => {
  it.each(Object.keys(VERBS))('gives %s the attributes that twilio declares', (verb) => {
    expect(Object.keys(VERBS[verb]?.attributes ?? {}).sort()).toEqual(findAttributeNames(verb));
  });

  it('has a rule for every verb that may stand somewhere', () => {
    const inVerbs = Object.values(VERBS).flatMap(({ children }) => children ?? []);
    const allowed = [...Object.values(TOP_VERBS).flat(), ...inVerbs];
    expect(allowed.filter((name) => VERBS[name] === undefined)).toEqual([]);
  });

  it('reads whole lists out of the twilio package', () => {
    expect(getUnion('SayLanguage')).toEqual(expect.arrayContaining(['af-ZA', 'ja-JP', 'zh-TW']));
    expect(getUnion('SayVoice').length).toBeGreaterThan(500);
    expect(() => getUnion('NoSuchList')).toThrow('twilio declares no union NoSuchList');
  });
});

/** Rows: what the document holds, the body of Response, and the context when it is not `call`. */
const valid: [string, string, TwimlContext?][] = [
  ['nothing', ''],
  ['a comment', '<!-- nothing to do -->'],
  ['text alone', '<Say>Hello</Say>'],
  [
    'speech markup',
    '<Say><p><s>One</s> <break time="1s"/><prosody rate="slow"><w role="a">two</w></prosody></p></Say>',
  ],
  ['a Japanese Polly voice', '<Say language="ja-JP" voice="Polly.Takumi-Neural">はい</Say>'],
  ['a Japanese Google voice', '<Say language="ja-JP" voice="Google.ja-JP-Wavenet-B">はい</Say>'],
  ['a Russian Polly voice', '<Say language="ru-RU" voice="Polly.Tatyana">Да</Say>'],
  ['a basic voice in English', '<Say language="en-US" voice="woman">Yes</Say>'],
  [
    'a voice twilio spells otherwise',
    '<Say language="fil-PH" voice="Google.fil-ph-Neural2-A">Oo</Say>',
  ],
  ['the longest text', `<Say>${'𠮷'.repeat(3000)}</Say>`],
  ['the longest text of a basic voice', `<Say voice="man">${'a'.repeat(4000)}</Say>`],
  [
    "the longest text of Google's",
    `<Say voice="Google.en-US-Standard-C">${'a'.repeat(5000)}</Say>`,
  ],
  ['music without end', '<Play loop="0">https://example.com/a.mp3</Play>'],
  ['keys to be sent', '<Play digits="w1W#"/>'],
  ['a refusal as a busy line', '<Reject reason="busy"/>'],
  [
    'a menu and what follows no input',
    '<Gather action="menu?try=1&amp;lang=ja" numDigits="1" timeout="5" finishOnKey=""><Pause/><Say>1?</Say><Play>/1.wav</Play></Gather><Redirect method="POST">/menu</Redirect>',
  ],
  [
    'speech',
    '<Gather input="dtmf speech" language="ja-JP" speechTimeout="auto" hints="はい, いいえ"/>',
  ],
  ['a queue without action', '<Enqueue waitUrl="">support</Enqueue><Say>Closed</Say>'],
  ['the longest name of a queue', `<Enqueue action="/exit">${'q'.repeat(63)}</Enqueue>`],
  [
    'a task',
    `<Enqueue workflowSid="${WORKFLOW}"><Task priority="5">{"skill":"ja"}</Task></Enqueue>`,
  ],
  [
    'an operator',
    '<Dial timeout="600"><Queue url="guidance" method="POST">support</Queue></Dial><Redirect/>',
  ],
  ['a reserved task', `<Dial><Queue reservationSid="${RESERVATION}"/></Dial>`],
  ['a number', '<Dial callerId="+815012345678" timeout="5">+81312345678</Dial><Hangup/>'],
  [
    'several called parties',
    '<Dial action="/after" record="record-from-answer-dual"><Number statusCallbackEvent="ringing answered">+81312345678</Number><Client>anna</Client><Sip>sip:anna@example.com</Sip></Dial>',
  ],
  [
    'a browser with data',
    '<Dial><Client><Identity>anna</Identity><Parameter name="call" value=""/></Client></Dial>',
  ],
  [
    'a conference',
    '<Dial><Conference beep="onEnter" region="jp1" waitUrl="">room</Conference></Dial>',
  ],
  [
    'voicemail',
    '<Record action="/voicemail" maxLength="60" finishOnKey="1#"/><Say>Nothing heard</Say>',
  ],
  ['the verbs of a wait', '<Say>Wait</Say><Pause length="2"/><Gather/><Leave/>', 'wait'],
  ['the end of a wait', '<Play>music.mp3</Play><Redirect/>', 'wait'],
  [
    'the verbs of a called party',
    '<Pause/><Gather><Say>Press 1</Say></Gather><Play>/a.mp3</Play><Hangup/>',
    'called',
  ],
  [
    'the verbs of an announcement',
    '<Pause/><Say>Connecting</Say><Play>/beep.wav</Play>',
    'announcement',
  ],
];

/** Rows: the body of Response, its only fault, and the context when it is not `call`. */
const faulty: [string, string, TwimlContext?][] = [
  // Names, places and attributes.
  ['<say>Hello</say>', 'Response/say: say may not stand in a call document'],
  ['<constructor/>', 'Response/constructor: constructor may not stand in a call document'],
  ['Hello', 'Response: Response takes no text'],
  [
    '<Gather><Enqueue>q</Enqueue></Gather>',
    'Response/Gather/Enqueue: Enqueue may not stand in Gather',
  ],
  ['<Say>a<Pause/></Say>', 'Response/Say/Pause: Pause may not stand in Say'],
  ['<Say>a<s>b<Break/></s></Say>', 'Response/Say/s/Break: Break may not stand in s'],
  ['<Connect/>', "Response/Connect: Connect is Twilio's, and not modelled here"],
  ['<Dial>110</Dial>', 'Response/Dial: Dial may not stand in a called document', 'called'],
  ['<Redirect/>', 'Response/Redirect: Redirect may not stand in a called document', 'called'],
  ['<Queue>q</Queue>', 'Response/Queue: Queue may not stand in a call document'],
  ['<Leave/>', 'Response/Leave: Leave may not stand in a call document'],
  ['<Enqueue>q</Enqueue>', 'Response/Enqueue: Enqueue may not stand in a wait document', 'wait'],
  ['<Dial>110</Dial>', 'Response/Dial: Dial may not stand in a wait document', 'wait'],
  ['<Gather/>', 'Response/Gather: Gather may not stand in an announcement', 'announcement'],
  ['<Hangup/>', 'Response/Hangup: Hangup may not stand in an announcement', 'announcement'],
  ['<Hangup reason="busy"/>', 'Response/Hangup: reason is not an attribute of Hangup'],
  ['<Gather numdigits="1"/>', 'Response/Gather: numdigits is not an attribute of Gather'],
  ['<Gather toString="1"/>', 'Response/Gather: toString is not an attribute of Gather'],

  // Kinds of values.
  ['<Gather bargeIn="yes"/>', 'Response/Gather: bargeIn "yes" is not one of true, false'],
  ['<Redirect method="PUT"/>', 'Response/Redirect: method "PUT" is not one of GET, POST'],
  ['<Redirect method="post"/>', 'Response/Redirect: method "post" is not one of GET, POST'],
  [
    '<Redirect>/a b</Redirect>',
    'Response/Redirect: text "/a b" holds whitespace or a control character',
  ],
  [
    '<Redirect>\n/a\n</Redirect>',
    'Response/Redirect: text "\\n/a\\n" holds whitespace or a control character',
  ],
  [
    '<Redirect>//menu</Redirect>',
    'Response/Redirect: text "//menu" takes a part of its path for a host',
  ],
  ['<Redirect>http://</Redirect>', 'Response/Redirect: text "http://" is not a URL'],
  [
    '<Redirect>ftp://a/b</Redirect>',
    'Response/Redirect: text "ftp://a/b" is not an http or https URL',
  ],
  ['<Gather action=""/>', 'Response/Gather: action "" is empty'],
  ['<Gather numDigits="0"/>', 'Response/Gather: numDigits "0" is not a whole number of at least 1'],
  [
    '<Gather numDigits="1.5"/>',
    'Response/Gather: numDigits "1.5" is not a whole number of at least 1',
  ],
  [
    '<Gather timeout="0"/>',
    'Response/Gather: timeout "0" is not a whole number of at least 1 or "auto"',
  ],
  ['<Gather finishOnKey="12"/>', 'Response/Gather: finishOnKey "12" is not a single key'],
  ['<Gather finishOnKey="w"/>', 'Response/Gather: finishOnKey "w" is not a single key'],
  [
    '<Gather input="dtmf, speech"/>',
    'Response/Gather: input "dtmf, speech" has a word that is not in twilio\'s list GatherInput',
  ],
  [
    `<Gather hints="${'a'.repeat(101)}"/>`,
    `Response/Gather: hints "${'a'.repeat(60)}…" has an entry of more than 100 characters`,
  ],
  [
    '<Gather speechTimeout="auto" speechModel="default"/>',
    'Response/Gather: speechTimeout "auto" may not stand with speechModel',
  ],
  ['<Record finishOnKey="11"/>', 'Response/Record: finishOnKey "11" names a key twice'],
  [
    '<Record transcribeCallback="/t"/>',
    'Response/Record: transcribeCallback needs transcribe "true"',
  ],
  [
    '<Reject reason="tired"/>',
    'Response/Reject: reason "tired" is not in twilio\'s list RejectReason',
  ],

  // Say, Play, Pause.
  ['<Say/>', 'Response/Say: text "" is empty'],
  ['<Say> </Say>', 'Response/Say: text "" is empty'],
  [
    `<Say>${'a'.repeat(3001)}</Say>`,
    `Response/Say: text "${'a'.repeat(60)}…" is longer than 3000 characters`,
  ],
  [
    '<Say language="ja-jp">はい</Say>',
    'Response/Say: language "ja-jp" is not in twilio\'s list SayLanguage',
  ],
  [
    '<Gather language="ja-jp"/>',
    'Response/Gather: language "ja-jp" is not in twilio\'s list GatherLanguage',
  ],
  [
    '<Say voice="Polly.Nobody">a</Say>',
    'Response/Say: voice "Polly.Nobody" is not in twilio\'s list SayVoice',
  ],
  ['<Say voice="alice">a</Say>', 'Response/Say: voice "alice" is no longer offered'],
  [
    '<Say language="ja-JP" voice="woman">はい</Say>',
    'Response/Say: voice "woman" does not speak ja-JP',
  ],
  ['<Say language="ru-RU" voice="man">Да</Say>', 'Response/Say: voice "man" does not speak ru-RU'],
  [
    '<Say language="ja-JP" voice="Polly.Amy">はい</Say>',
    'Response/Say: voice "Polly.Amy" does not speak ja-JP',
  ],
  [
    '<Say language="en-US" voice="Polly.Mizuki">a</Say>',
    'Response/Say: voice "Polly.Mizuki" does not speak en-US',
  ],
  [
    '<Gather><Say language="ja-JP" voice="Google.en-US-Wavenet-A">はい</Say></Gather>',
    'Response/Gather/Say: voice "Google.en-US-Wavenet-A" does not speak ja-JP',
  ],
  ['<Play/>', 'Response/Play: Play has nothing to play'],
  ['<Play digits="1">/a.mp3</Play>', 'Response/Play: Play has both a URL and digits'],
  ['<Play digits="1,2"/>', 'Response/Play: digits "1,2" holds what is not a key, w or W'],
  [
    '<Play loop="-1">/a.mp3</Play>',
    'Response/Play: loop "-1" is not a whole number from 0 to 1000',
  ],
  ['<Pause>3</Pause>', 'Response/Pause: Pause takes no text'],
  ['<Pause length="0"/>', 'Response/Pause: length "0" is not a whole number of at least 1'],

  // Enqueue and Dial.
  ['<Enqueue/>', 'Response/Enqueue: text "" is empty'],
  [
    `<Enqueue>${'q'.repeat(64)}</Enqueue>`,
    `Response/Enqueue: text "${'q'.repeat(60)}…" is longer than 63 characters`,
  ],
  [
    '<Enqueue maxQueueSize="5001">q</Enqueue>',
    'Response/Enqueue: maxQueueSize "5001" is not a whole number from 1 to 5000',
  ],
  [
    '<Enqueue workflowSid="WW1"/>',
    'Response/Enqueue: workflowSid "WW1" is not a SID beginning with WW',
  ],
  [
    `<Enqueue workflowSid="${WORKFLOW}">q</Enqueue>`,
    'Response/Enqueue: Enqueue has both a workflowSid and a queue name',
  ],
  [
    `<Enqueue workflowSid="${WORKFLOW}"><Task>ja</Task></Enqueue>`,
    'Response/Enqueue/Task: text "ja" is not JSON',
  ],
  ['<Enqueue>q<Task>{}</Task></Enqueue>', 'Response/Enqueue: Task needs a workflowSid'],
  ['<Dial/>', 'Response/Dial: Dial has nothing to dial'],
  ['<Dial>anna</Dial>', 'Response/Dial: text "anna" is not a telephone number'],
  ['<Dial>110<Number>119</Number></Dial>', 'Response/Dial: Dial has both a number and nouns'],
  [
    '<Dial timeout="4">110</Dial>',
    'Response/Dial: timeout "4" is not a whole number from 5 to 600',
  ],
  [
    '<Dial timeout="601">110</Dial>',
    'Response/Dial: timeout "601" is not a whole number from 5 to 600',
  ],
  [`<Dial>${'<Client>a</Client>'.repeat(11)}</Dial>`, 'Response/Dial: Dial has more than 10 nouns'],
  ['<Dial><Queue>q</Queue><Client>a</Client></Dial>', 'Response/Dial: Queue must be the only noun'],
  ['<Dial><Queue/></Dial>', 'Response/Dial/Queue: text "" is empty'],
  [
    `<Dial><Queue reservationSid="${RESERVATION}">q</Queue></Dial>`,
    'Response/Dial/Queue: Queue has both a reservationSid and a name',
  ],
  [
    '<Dial><Client/></Dial>',
    'Response/Dial/Client: Client needs one identity, as its text or in Identity',
  ],
  [
    '<Dial><Client>a b</Client></Dial>',
    'Response/Dial/Client: text "a b" is not an identity of at most 256 characters',
  ],
  [
    '<Dial><Client>a<Parameter name="n"/></Client></Dial>',
    'Response/Dial/Client/Parameter: Parameter needs a name and a value',
  ],
  [
    '<Dial><Sip>anna@example.com</Sip></Dial>',
    'Response/Dial/Sip: text "anna@example.com" is not a SIP URI',
  ],
  ['<Dial><Conference/></Dial>', 'Response/Dial/Conference: text "" is empty'],
  [
    '<Dial><Number statusCallbackEvent="ringing,answered">110</Number></Dial>',
    'Response/Dial/Number: statusCallbackEvent "ringing,answered" has a word that is not in twilio\'s list NumberEvent',
  ],

  [
    `<Say voice="woman">${'a'.repeat(4001)}</Say>`,
    `Response/Say: text "${'a'.repeat(60)}…" is longer than 4000 characters`,
  ],

  // Order.
  ['<Say>a</Say><Reject/>', 'Response/Reject: Reject must be the first verb'],
  ['<Reject/><Say>a</Say>', 'Response/Say: never reached'],
  ['<Redirect/><Hangup/>', 'Response/Hangup: never reached'],
  ['<Hangup/><Say>a</Say>', 'Response/Say: never reached'],
  ['<Leave/><Say>a</Say>', 'Response/Say: never reached', 'wait'],
  ['<Enqueue action="/x">q</Enqueue><Say>a</Say>', 'Response/Say: never reached'],
  ['<Dial action="/x">110</Dial><Redirect/>', 'Response/Redirect: never reached'],
];

describe('checkTwiml', () => {
  // The rows become objects because Jest passes its `done` in place of a column that is missing.
  const validRows = valid.map(([what, body, context = 'call']) => ({ what, body, context }));
  it.each(validRows)('passes $what', ({ body, context }) => {
    expect(checkBody(body, context)).toEqual([]);
  });

  const faultyRows = faulty.map(([body, fault, context = 'call']) => ({ body, fault, context }));
  it.each(faultyRows)('finds $fault', ({ body, fault, context }) => {
    expect(checkBody(body, context)).toEqual([fault]);
  });

  it('passes what the twilio package writes', () => {
    const response = new VoiceResponse();
    response
      .gather({ input: ['dtmf', 'speech'], action: '/menu?a=1&b=2', actionOnEmptyResult: true })
      .say({ language: 'ja-JP', voice: 'Polly.Kazuha-Neural' }, '「1」<&>');
    response.enqueue({ action: '/exit', waitUrl: '/wait' }, 'support');
    expect(checkTwiml(response.toString(), 'call')).toEqual([]);
  });

  it('names every fault, the parent first', () => {
    expect(checkBody('<Gather method="PUT"><Pause length="0">3</Pause></Gather>', 'call')).toEqual([
      'Response/Gather: method "PUT" is not one of GET, POST',
      'Response/Gather/Pause: length "0" is not a whole number of at least 1',
      'Response/Gather/Pause: Pause takes no text',
    ]);
  });

  it('refuses another root', () => {
    expect(checkTwiml('<html/>', 'call')).toEqual(['html: the root must be Response']);
  });

  it('refuses attributes of the root', () => {
    expect(checkTwiml('<Response version="1"/>', 'call')).toEqual([
      'Response: version is not an attribute of Response',
    ]);
  });

  it('refuses an attribute named by a digit, as an array printed for attributes gives', () => {
    expect(checkBody('<Dial><Queue 0="url">q</Queue></Dial>', 'call')).toEqual([
      'document: not well-formed XML: element parse error: Error: invalid attribute:0',
    ]);
  });

  it('counts the size of a document in bytes of UTF-8', () => {
    const say = `<Say>${'あ'.repeat(2000)}</Say>`;
    expect(checkBody(say.repeat(10), 'call')).toEqual([]);
    expect(checkBody(say.repeat(11), 'call')).toEqual([
      'document: larger than 64 kB (66142 bytes)',
    ]);
  });
});
