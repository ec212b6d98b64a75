import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import type { Test } from 'supertest';
import { parse } from 'yaml';
import type { ReportsOptions } from '../../../src/reports/http/reports-options';
import { createReportsRouter } from '../../../src/reports/http/router';
import { GROUPINGS } from '../../../src/reports/report';
import { FIGURE_COLUMNS } from '../../../src/reports/show/columns';
import { REPORT_LANGUAGES } from '../../../src/reports/show/texts/texts';
import { ABANDONMENT_RATES, SERVICE_LEVELS } from '../../../src/reports/standard';
import { insertKpiFixture, KPI_FIXTURE_NOW } from '../../support/kpi-fixture';
import { DIALECTS } from '../../support/test-database';
import { createTestService, type TestService } from '../../support/test-service';

const FILE = join(__dirname, '../../../src/reports/http/openapi.yaml');
const run = promisify(execFile);

interface Parameter {
  name: string;
  in: 'query' | 'path';
  schema: object;
  example?: string | number;
  examples?: Record<string, { value: string | number }>;
}

interface Answer {
  headers?: Record<string, { schema: object }>;
  content: Record<string, { schema: object }>;
}

interface Operation {
  parameters?: object[];
  responses: Record<string, object>;
}

interface Description {
  paths: Record<string, { get: Operation }>;
  components: { schemas: Record<string, { properties?: object; enum?: unknown[] }> };
}

const description: Description = parse(readFileSync(FILE, 'utf8'));
const paths = Object.keys(description.paths);

/** What a reference in the file refers to, or the thing itself. */
function resolve<T>(thing: object): T {
  if (!('$ref' in thing)) return thing as T;
  const keys = String(thing.$ref).split('/').slice(1);
  return keys.reduce<unknown>((found, key) => (found as never)[key], description) as T;
}

const operationOf = (path: string) => description.paths[path]?.get as Operation;
const parametersOf = (path: string) =>
  (operationOf(path).parameters ?? []).map((parameter) => resolve<Parameter>(parameter));

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
addFormats(ajv);
const toDefinitions = (schema: object) =>
  JSON.parse(JSON.stringify(schema).replaceAll('#/components/schemas/', 'schemas#/$defs/'));
ajv.addSchema({ $id: 'schemas', $defs: toDefinitions(description.components.schemas) });

function compile(schema: object): ValidateFunction {
  return ajv.compile(toDefinitions(schema));
}

/** Expects an answer to be one of those that the file describes for a path. */
async function expectDescribed(path: string, request: Test): Promise<unknown> {
  const { status, headers, body, text } = await request;
  const answer = resolve<Answer>(operationOf(path).responses[status] ?? {});
  const type = headers['content-type']?.split(';')[0] ?? '';
  expect([status, Object.keys(answer.content ?? {})]).toEqual([status, [type]]);
  const validate = compile(answer.content[type]?.schema ?? {});
  validate(type === 'application/json' ? body : text);
  expect(validate.errors).toBeNull();
  for (const [name, { schema }] of Object.entries(answer.headers ?? {})) {
    const value = headers[name.toLowerCase()];
    const isValid = compile(schema);
    isValid(/^\d+$/.test(value ?? '') ? Number(value) : value);
    expect([name, isValid.errors]).toEqual([name, null]);
  }
  return body;
}

describe('the description of the reports’ interface', () => {
  it('is OpenAPI 3.1', async () => {
    const script = `import { Validator } from '@seriousme/openapi-schema-validator';
      const validator = new Validator();
      const { valid, errors } = await validator.validate(process.argv[1]);
      console.log(JSON.stringify({ valid, errors, version: validator.version }));`;
    const args = ['--input-type=module', '-e', script, FILE];
    const { stdout } = await run(process.execPath, args, { cwd: join(__dirname, '../../..') });
    expect(JSON.parse(stdout)).toEqual({ valid: true, version: '3.1' });
  });

  it('lists the routes that there are', () => {
    const router = createReportsRouter({
      stopping: new AbortController().signal,
    } as ReportsOptions);
    const routes = router.stack.flatMap(({ route }) => (route ? [route.path] : []));
    const described = paths.map((path) => path.replace('{CallSid}', ':callSid'));
    expect(described.sort()).toEqual(routes.sort());
  });

  it('has the names that the program has', () => {
    const { schemas } = description.components;
    expect(schemas.Grouping?.enum).toEqual([...GROUPINGS]);
    expect(schemas.ServiceLevelName?.enum).toEqual([...SERVICE_LEVELS]);
    expect(schemas.AbandonmentRateName?.enum).toEqual([...ABANDONMENT_RATES]);
    expect(parametersOf('/calls.csv').find(({ name }) => name === 'lang')?.schema).toEqual({
      enum: [...REPORT_LANGUAGES],
    });
    const figures = Object.keys(schemas.Figures?.properties ?? {});
    expect(figures).toEqual(FIGURE_COLUMNS.map(({ key }) => key));
  });

  it('leaves no object open to what it does not name', () => {
    const open: string[] = [];
    const look = (schema: unknown, place: string) => {
      if (typeof schema !== 'object' || schema === null) return;
      const isObject = 'type' in schema && schema.type === 'object';
      if (isObject && !('additionalProperties' in schema)) open.push(place);
      for (const [key, part] of Object.entries(schema)) look(part, `${place}/${key}`);
    };
    look(description.components.schemas, '');
    expect(open).toEqual([]);
  });
});

describe.each(DIALECTS)('the live answers of the reports on %s', (dialect) => {
  let service: TestService;
  const get = (path: string, query = {}, callSid = 'CA00000000000000000000000000000001') =>
    service.get(`/reports${path.replace('{CallSid}', callSid)}`, query);

  beforeAll(async () => {
    service = await createTestService(dialect, { now: () => KPI_FIXTURE_NOW });
  });
  afterAll(() => service.close());

  describe('with no calls', () => {
    it.each(paths)('to %s are as described', async (path) => {
      await expectDescribed(path, get(path));
    });
  });

  describe('with the calls of the worked example', () => {
    beforeAll(() => insertKpiFixture(service.db));

    it.each(paths)('to %s are as described', async (path) => {
      await expectDescribed(path, get(path).expect(200));
    });

    it.each(GROUPINGS)('by %s are as described', async (by) => {
      await expectDescribed('/figures.json', get('/figures.json', { by }).expect(200));
    });

    it('tell every call’s story as described', async () => {
      const calls = await service.db.selectFrom('call_ends').select('CallSid').execute();
      expect(calls.length).toBeGreaterThan(15);
      for (const { CallSid } of calls) {
        const path = '/calls/{CallSid}.json';
        await expectDescribed(path, get(path, { lang: 'en' }, CallSid).expect(200));
      }
    });

    it('have a page after the page, as described', async () => {
      const query = { limit: 5, from: '2026-03-02' };
      const page = (await expectDescribed('/calls.json', get('/calls.json', query))) as {
        next: { url: string };
      };
      await expectDescribed('/calls.json', service.get(`/reports/${page.next.url}`).expect(200));
    });

    it.each(
      paths.flatMap((path) =>
        parametersOf(path).flatMap(({ name, example, examples = {}, in: place }) =>
          [example, ...Object.values(examples).map(({ value }) => value)]
            .filter((value) => value !== undefined && place === 'query')
            .map((value) => [path, name, value] as const),
        ),
      ),
    )('to %s take %s, as in the example %p', async (path, name, value) => {
      const from = name === 'to' ? { from: '2026-03-01' } : {};
      await expectDescribed(path, get(path, { ...from, [name]: value }).expect(200));
    });

    it.each(paths)('to %s refuse what is not described', async (path) => {
      const known = parametersOf(path).map(({ name }) => name);
      for (const name of ['nothing', 'From', 'cursor', 'lang', 'by', 'number', 'zone']) {
        if (known.includes(name)) continue;
        const body = await expectDescribed(path, get(path, { [name]: '1' }).expect(400));
        expect(body).toEqual({ error: expect.stringContaining(`no parameter "${name}"`) });
      }
    });

    it.each([
      ['/figures.json', { from: 'tomorrow' }, /^from must be a day/],
      ['/figures.json', { to: '2026-03-02' }, /^to needs a from/],
      ['/figures.json', { from: '2026-03-02', to: '2026-03-02' }, /^to must be later than from/],
      ['/figures.json', { by: 'minute' }, /^by must be one of day/],
      ['/figures.json', { formula: 'SL7' }, /^formula must be one of SL1/],
      ['/figures.json', { threshold: '0' }, /^threshold must be a whole number/],
      ['/figures.json', { abandonment: 'x' }, /^abandonment must be one of AR1/],
      ['/figures.json', { short: '-1' }, /^short must be a whole number/],
      ['/figures.json', { zone: 'JST' }, /^zone must be a time zone/],
      ['/figures.csv', { lang: 'ru' }, /^lang must be one of en, ja$/],
      ['/calls.json', { limit: '0' }, /^limit must be a whole number from 1 to 1000$/],
      ['/calls.json', { limit: '1e2' }, /^limit must be/],
      ['/calls.json', { cursor: 'x' }, /^cursor must be one that/],
      ['/calls.json', { number: '12' }, /^number must be a telephone number/],
      ['/calls.csv', { number: '12' }, /^number must be a telephone number/],
      ['/calls/{CallSid}.json', { zone: 'nowhere' }, /^zone must be/],
    ])('to %s refuse %p in a line', async (path, query, line) => {
      const body = await expectDescribed(path, get(path, query).expect(400));
      expect(body).toEqual({ error: expect.stringMatching(line) });
    });

    it('refuse a parameter that is given twice', async () => {
      const body = await expectDescribed('/figures.json', get('/figures.json?by=day&by=hour'));
      expect(body).toEqual({ error: 'by is given twice.' });
    });

    it('take an empty parameter for one that is not given', async () => {
      const { body } = await get('/figures.json', { from: '', by: '', zone: '' }).expect(200);
      expect(body.divisions[0].by).toBe('hour');
    });

    it.each(['CA0', '%00', "'", '..%2f..', 'あ'])('know no call %s', async (callSid) => {
      const path = '/calls/{CallSid}.json';
      const body = await expectDescribed(path, get(path, {}, callSid).expect(404));
      expect(body).toEqual({ error: 'There is no call with this CallSid.' });
    });

    it.each(paths)('to %s need the password', async (path) => {
      await expectDescribed(path, service.agent.get(`/reports${path}`).expect(401));
    });
  });
});
