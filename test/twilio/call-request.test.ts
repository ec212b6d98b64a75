import { type IncomingFields, parseCallRequest } from '../../src/twilio/call-request';

const CALL_SID = 'CA0123456789abcdef0123456789ABCDEF';

function parse(incoming: Partial<IncomingFields>) {
  return parseCallRequest({
    fields: [],
    query: [],
    idempotencyToken: undefined,
    receivedAt: new Date('2026-01-02T03:04:05.678Z'),
    ...incoming,
  });
}

describe('parseCallRequest', () => {
  it('reads what Twilio sends', () => {
    const receivedAt = new Date('2026-01-02T03:04:05.678Z');
    const fields = [
      ['CallSid', CALL_SID],
      ['From', '+815012345678'],
      ['Digits', '1'],
      ['QueuePosition', '3'],
      ['QueueResult', 'bridged'],
      ['CallToken', 'x'],
    ] as const;

    expect(parse({ fields, idempotencyToken: 'token', receivedAt })).toEqual({
      parameters: new Map(fields),
      callSid: CALL_SID,
      from: '+815012345678',
      digits: '1',
      queuePosition: 3,
      queueResult: 'bridged',
      wrongKeys: 0,
      signedIn: false,
      idempotencyToken: 'token',
      receivedAt,
    });
  });

  it('takes what is missing for absent, and a missing caller for a withheld one', () => {
    expect(parse({})).toEqual({
      parameters: new Map(),
      callSid: undefined,
      from: '',
      digits: undefined,
      queuePosition: undefined,
      queueResult: undefined,
      wrongKeys: 0,
      signedIn: false,
      idempotencyToken: undefined,
      receivedAt: new Date('2026-01-02T03:04:05.678Z'),
    });
  });

  it('tells no keys from an absent Digits', () => {
    expect(parse({ fields: [['Digits', '']] }).digits).toBe('');
    expect(parse({ fields: [] }).digits).toBeUndefined();
  });

  it('takes the first of a repeated parameter', () => {
    const request = parse({
      fields: [
        ['Digits', '1'],
        ['From', ''],
        ['Digits', '2'],
        ['From', '+815012345678'],
      ],
      query: [
        ['wrong_keys', '1'],
        ['wrong_keys', '2'],
      ],
    });
    expect(request).toMatchObject({ digits: '1', from: '', wrongKeys: 1 });
    expect(request.parameters).toEqual(
      new Map([
        ['Digits', '1'],
        ['From', ''],
      ]),
    );
  });

  it('reads names to the letter', () => {
    const fields = [
      ['digits', '1'],
      ['callsid', CALL_SID],
      ['Digits[]', '2'],
    ] as const;
    expect(parse({ fields })).toMatchObject({ digits: undefined, callSid: undefined });
  });

  it('keeps parameters named as properties of Object', () => {
    const { parameters } = parse({
      fields: [
        ['__proto__', 'a'],
        ['constructor', 'b'],
      ],
    });
    expect([...parameters]).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ]);
    expect(parse({}).parameters.get('constructor')).toBeUndefined();
  });

  it.each([
    ['1', 1],
    ['3', 3],
    ['5000', 5000],
    ['999999999999999', 999_999_999_999_999],
  ])('takes the QueuePosition "%s" for a place', (text, queuePosition) => {
    expect(parse({ fields: [['QueuePosition', text]] })).toMatchObject({ queuePosition });
  });

  it.each([
    '0',
    '-1',
    '03',
    '+3',
    ' 3',
    '3 ',
    '3\n',
    '3.0',
    '3,0',
    '3e0',
    '0x3',
    '１',
    '٣',
    '',
    'three',
    'NaN',
    'Infinity',
    '3; DROP TABLE queue_data',
    '9007199254740993',
    '9'.repeat(400),
  ])('takes the QueuePosition "%s" for none', (text) => {
    expect(parse({ fields: [['QueuePosition', text]] }).queuePosition).toBeUndefined();
  });

  // https://www.twilio.com/docs/voice/api/call-resource
  it.each([
    ['of a queue', CALL_SID.replace('CA', 'QU')],
    ['in lower case', CALL_SID.toLowerCase()],
    ['too short', CALL_SID.slice(0, -1)],
    ['too long', `${CALL_SID}0`],
    ['with a space before it', ` ${CALL_SID}`],
    ['with a line break after it', `${CALL_SID}\n`],
    ['with a letter that is not hexadecimal', `${CALL_SID.slice(0, -1)}g`],
    ['with a quote', `${CALL_SID.slice(0, -1)}'`],
    ['that is empty', ''],
  ])('takes a CallSid %s for none', (_what, text) => {
    const request = parse({ fields: [['CallSid', text]] });
    expect(request.callSid).toBeUndefined();
    expect(request.parameters.get('CallSid')).toBe(text);
  });

  it.each([
    ['0', 0],
    ['2', 2],
    ['99', 99],
    ['', 0],
    ['-1', 0],
    ['01', 0],
    ['1.5', 0],
    ['many', 0],
    ['9'.repeat(400), 0],
  ])('counts wrong_keys=%s as %i', (text, wrongKeys) => {
    expect(parse({ query: [['wrong_keys', text]] })).toMatchObject({ wrongKeys });
  });

  it.each([
    ['0', 0],
    ['2', 2],
    ['', undefined],
    ['-1', undefined],
    ['many', undefined],
  ])('counts wrong_pins=%s as %s', (text, wrongPins) => {
    expect(parse({ query: [['wrong_pins', text]] }).wrongPins).toBe(wrongPins);
  });

  it.each([
    ['yes', true],
    ['Yes', false],
    ['true', false],
    ['', false],
  ])('takes signed_in=%s for %s', (text, signedIn) => {
    expect(parse({ query: [['signed_in', text]] })).toMatchObject({ signedIn });
  });

  it('reads our own parameters from the URL alone', () => {
    const fields = [
      ['wrong_keys', '2'],
      ['wrong_pins', '2'],
      ['signed_in', 'yes'],
    ] as const;
    expect(parse({ fields })).toMatchObject({
      wrongKeys: 0,
      wrongPins: undefined,
      signedIn: false,
    });
  });

  it('reads Twilio’s parameters from the fields alone', () => {
    const query = [
      ['Digits', '1'],
      ['CallSid', CALL_SID],
    ] as const;
    expect(parse({ query })).toMatchObject({ digits: undefined, callSid: undefined });
  });
});
