import {
  classifyError,
  describeTimeout,
  type Progress,
} from '../../../src/simulator/webhook/wire-error';

function classify(code: string, progress: Progress, protocol: 'http:' | 'https:' = 'https:') {
  return classifyError(Object.assign(new Error('why'), { code }), progress, protocol);
}

describe('classifyError', () => {
  it.each([
    ['ENOTFOUND', 11210],
    ['EAI_AGAIN', 11210],
    ['ECONNREFUSED', 11202],
    ['ETIMEDOUT', 11201],
    ['EHOSTUNREACH', 11205],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 11235],
    ['CERT_HAS_EXPIRED', 11236],
    ['CERT_NOT_YET_VALID', 11220],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 11237],
    ['SELF_SIGNED_CERT_IN_CHAIN', 11237],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 11237],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 11237],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 11220],
    ['EPROTO', 11220],
    ['ECONNRESET', 11220],
    ['ERR_INVALID_CHAR', 11200],
  ])('numbers %s before there is a connection', (code, number) => {
    expect(classify(code, 'connecting')).toMatchObject({
      code: number,
      message: expect.stringContaining('why'),
      cause: 'ct',
      isFinal: false,
    });
  });

  it('numbers a connection that is reset at once without TLS', () => {
    expect(classify('ECONNRESET', 'connecting', 'http:').code).toBe(11205);
  });

  it('takes a connection that breaks off for a protocol violation', () => {
    expect(classify('ECONNRESET', 'waiting')).toMatchObject({ code: 11206, isFinal: false });
    expect(classify('ECONNRESET', 'reading')).toMatchObject({ code: 11206, isFinal: true });
  });

  it('tries nothing again after an answer that is none', () => {
    expect(classify('HPE_INVALID_CONSTANT', 'waiting')).toMatchObject({
      code: 11206,
      isFinal: true,
    });
  });

  it('numbers what has no number of its own', () => {
    expect(classify('EWHATEVER', 'waiting').code).toBe(11200);
    expect(classifyError('odd', 'connecting', 'http:').code).toBe(11200);
  });
});

describe('describeTimeout', () => {
  it.each([
    ['connect', 'connecting', 11201, 'ct', false],
    ['read', 'waiting', 11203, 'rt', false],
    ['read', 'reading', 11203, 'rt', true],
    ['total', 'connecting', 11203, 'ct', true],
    ['total', 'waiting', 11203, 'rt', true],
  ] as const)('numbers a %s timeout while %s', (kind, progress, code, cause, isFinal) => {
    expect(describeTimeout(kind, 700, progress)).toEqual({
      code,
      message: expect.stringContaining('700 ms'),
      cause,
      isFinal,
      timeoutMs: 700,
    });
  });
});
