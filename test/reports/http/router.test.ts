import { CREDENTIALS, createTestService, type TestService } from '../../support/test-service';

const { user, password } = CREDENTIALS;
const ROUTES = ['figures.json', 'figures.csv', 'calls.json', 'calls.csv', 'openapi.json'];

describe('the reports by HTTP', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await createTestService('sqlite');
  });
  afterAll(() => service.close());

  it.each(ROUTES)('ask for the password before %s, whatever the method', async (route) => {
    await service.agent.get(`/reports/${route}`).expect(401);
    await service.agent.post(`/reports/${route}`).expect(401);
  });

  it.each(ROUTES)('have no copy kept of %s, and no browser guess what it is', async (route) => {
    const { headers } = await service.get(`/reports/${route}`).expect(200);
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  it.each(ROUTES)('answer HEAD of %s without a body', async (route) => {
    const response = await service.agent.head(`/reports/${route}`).auth(user, password).expect(200);
    expect(response.text).toBeUndefined();
  });

  it.each(ROUTES)('refuse other methods than GET and HEAD of %s', async (route) => {
    for (const method of ['post', 'put', 'delete', 'options'] as const) {
      const response = await service.agent[method](`/reports/${route}`).auth(user, password);
      expect([response.status, response.headers.allow]).toEqual([405, 'GET, HEAD']);
      expect(response.body).toEqual({ error: 'Only GET and HEAD are answered here.' });
    }
  });

  it.each(['nowhere', 'figures.json/', 'Figures.json', 'figures', 'calls.json/x'])(
    'have nothing at %s',
    async (path) => {
      const { body } = await service.get(`/reports/${path}`).expect(404);
      expect(body).toEqual({ error: 'There is nothing here.' });
    },
  );

  it('count for no webhooks', async () => {
    const count = async () =>
      (await service.get('/metrics')).text.match(/^minicc_webhooks_total\{.*/gm);
    const before = await count();
    await service.get('/reports/figures.json').expect(200);
    await service.get('/reports/nowhere').expect(404);
    expect(await count()).toEqual(before);
  });

  it('stand under the path of PUBLIC_URL, with addresses that are relative', async () => {
    const publicUrl = 'https://example.com/phone';
    const other = await createTestService('sqlite', { publicUrl });
    try {
      for (const route of ROUTES) await other.get(`/phone/reports/${route}`).expect(200);
      const { body } = await other.get('/phone/reports/openapi.json');
      expect(body.servers[0].url).toBe('.');
    } finally {
      await other.close();
    }
  });
});
