import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express from 'express';
import request from 'supertest';
import { createRestApi } from '../../../src/simulator/rest/router';
import { createClient, openRestRoom } from './rest-room';

const OTHER_ACCOUNT = `AC${'0'.repeat(32)}`;

// The contract: https://www.twilio.com/docs/usage/twilios-response

describe('access', () => {
  it.each([
    ['another token', (sid: string) => ({ accountSid: sid, authToken: 'wrong' })],
    [
      'another account',
      (_sid: string, token: string) => ({ accountSid: OTHER_ACCOUNT, authToken: token }),
    ],
  ])('is refused with %s', async (_what, credentialsOf) => {
    const { api, exchange } = await openRestRoom();
    const client = createClient(credentialsOf(exchange.accountSid, exchange.authToken), api);
    await expect(client.queues.list()).rejects.toMatchObject({
      status: 401,
      code: 20003,
      message: 'Authenticate',
      moreInfo: 'https://www.twilio.com/docs/errors/20003',
    });
  });

  it('is refused without credentials, in JSON, wherever that leads', async () => {
    const { api } = await openRestRoom();
    const response = await fetch(`${api.baseUrl}/2010-04-01/Nowhere.json`);
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Basic realm="Twilio API"');
    expect(await response.json()).toEqual({
      code: 20003,
      message: 'Authenticate',
      more_info: 'https://www.twilio.com/docs/errors/20003',
      status: 401,
    });
  });
});

describe('addresses', () => {
  it.each([
    ['of another account', `/2010-04-01/Accounts/${OTHER_ACCOUNT}/Queues.json`],
    ['of nothing', '/2010-04-01/Accounts/SELF/Nothing.json'],
    ['without .json', '/2010-04-01/Accounts/SELF/Queues'],
    ['in other letters', '/2010-04-01/Accounts/SELF/queues.json'],
  ])('%s are refused', async (_what, pattern) => {
    const { api, exchange } = await openRestRoom();
    const path = pattern.replace('SELF', exchange.accountSid);
    await request(api.baseUrl)
      .get(path)
      .auth(exchange.accountSid, exchange.authToken)
      .expect(404, {
        code: 20404,
        message: `The requested resource ${path} was not found`,
        more_info: 'https://www.twilio.com/docs/errors/20404',
        status: 404,
      });
  });

  it.each([
    ['put', '/Queues.json'],
    ['delete', '/Queues.json'],
    ['put', '/Queues/QU0.json'],
    ['post', '/Queues/QU0/Members.json'],
    ['delete', '/Queues/QU0/Members/Front.json'],
    ['put', '/Calls/CA0.json'],
  ] as const)('have no method %s at %s', async (method, path) => {
    const { api, exchange } = await openRestRoom();
    const { accountSid, authToken } = exchange;
    const { body } = await request(api.baseUrl)
      [method](`/2010-04-01/Accounts/${accountSid}${path}`)
      .auth(accountSid, authToken)
      .expect(405);
    expect(body).toMatchObject({ code: 20004, status: 405 });
  });

  it('that cannot be decoded, and bodies that are too large, are refused in JSON', async () => {
    const { api, exchange } = await openRestRoom();
    const { accountSid, authToken } = exchange;
    const base = `/2010-04-01/Accounts/${accountSid}`;
    const broken = await request(api.baseUrl)
      .get(`${base}/Queues/%E0%A4%A.json`)
      .auth(accountSid, authToken)
      .expect(400);
    expect(broken.body).toMatchObject({ code: 20001, status: 400 });
    const large = await request(api.baseUrl)
      .post(`${base}/Queues.json`)
      .auth(accountSid, authToken)
      .type('form')
      .send(`FriendlyName=${'x'.repeat(200_000)}`)
      .expect(413);
    expect(large.body).toMatchObject({ code: 20413, status: 413 });
  });
});

describe('the router', () => {
  it('works wherever it is mounted, and leaves other addresses to others', async () => {
    const { exchange } = await openRestRoom();
    const app = express().use('/twilio', createRestApi(exchange));
    app.use((_request, response) => {
      response.status(418).end();
    });
    const server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      const { port } = server.address() as AddressInfo;
      const baseUrl = `http://127.0.0.1:${port}/twilio`;
      const client = createClient(exchange, { baseUrl, close: async () => {} });
      for (const name of ['a', 'b', 'c']) exchange.createQueue(name);
      expect(await client.queues.list({ pageSize: 1 })).toHaveLength(3);
      expect((await fetch(`${baseUrl}/elsewhere`)).status).toBe(418);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
