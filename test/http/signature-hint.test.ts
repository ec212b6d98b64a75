import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks';
import { CALL_SID, createTestService, type TestService } from '../support/test-service';

const AUTH_TOKEN = 'the-token';
const ACCOUNT_SID = 'AC0123456789abcdef0123456789abcdef';
const form = { CallSid: CALL_SID, From: '+819012345678', AccountSid: ACCOUNT_SID };

describe('The log line of a signature that does not fit', () => {
  let service: TestService;
  beforeAll(async () => {
    const publicUrl = 'https://cc.example.com';
    service = await createTestService('sqlite', { authToken: AUTH_TOKEN, publicUrl });
  });
  afterAll(() => service.close());

  const sign = (url: string, parameters: object, token = AUTH_TOKEN) =>
    getExpectedTwilioSignature(token, url, parameters as Record<string, unknown>);
  const lastLine = () => service.logLines.at(-1);
  const refuse = async (signature: string | undefined, host = 'backend:3000') => {
    const headers = { Host: host, ...(signature ? { 'X-Twilio-Signature': signature } : {}) };
    const response = await service.post('/exit_enqueue?rest=+81', form, headers).expect(403);
    expect(response.text).toBe('The X-Twilio-Signature is missing or does not fit.\n');
    const text = JSON.stringify(service.logLines);
    expect(text).not.toMatch(/the-token|p@ss|p%40ss|9012345678|rest=/);
    if (signature) expect(text).not.toContain(signature);
    return lastLine();
  };

  it('says which part of the address would have made it fit, and what to do', async () => {
    const signature = sign('https://trial.example/exit_enqueue?rest=+81', form);
    expect(await refuse(signature, 'trial.example')).toMatchObject({
      level: 40,
      msg: 'refused',
      status: 403,
      route: 'exit_enqueue',
      callSid: CALL_SID,
      hint:
        'The signature fits https://trial.example/exit_enqueue. What differs is the host. ' +
        "PUBLIC_URL says https://cc.example.com: set it to what stands in Twilio's console.",
    });
  });

  it('says that a request is not signed', async () => {
    expect(await refuse(undefined)).toMatchObject({
      hint: expect.stringMatching(/^The request is not signed at all: /),
    });
  });

  it('names the account where no address makes it fit', async () => {
    const signature = sign('https://cc.example.com/exit_enqueue?rest=+81', form, 'another');
    expect(await refuse(signature)).toMatchObject({ hint: expect.stringContaining(ACCOUNT_SID) });
  });

  it('reads the parameters of a GET from its query', async () => {
    const query = new URLSearchParams(form);
    const signature = sign(`http://cc.example.com/wait?${query}`, {});
    const request = service.get(`/wait?${query}`).set('X-Twilio-Signature', signature);
    await request.expect(403);
    expect(lastLine()?.hint).toMatch(/^The signature fits http:\/\/cc\.example\.com\/wait\. /);
    await service.get(`/wait?${query}`).set('X-Twilio-Signature', 'x').expect(403);
    expect(lastLine()?.hint).toContain(ACCOUNT_SID);
  });

  it('is asked for by nobody without the password', async () => {
    await service.agent.post('/exit_enqueue').type('form').send(form).expect(401);
    expect(lastLine()).toMatchObject({ status: 401 });
    expect(lastLine()?.hint).toBeUndefined();
  });
});
