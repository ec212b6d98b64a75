import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EventTable } from '../src/database/tables';
import { verbsOf } from './support/expect-twiml';
import { DIALECTS } from './support/test-database';
import { createTestService, type TestService } from './support/test-service';
import type { TwimlElement } from './support/twiml';

/** What the PHP original answered, recorded; its defects are named below and not asked of us. */
interface RecordedCase {
  name: string;
  path: string;
  form: Record<string, string>;
  /** `stopped` where it was recorded without a database. */
  db?: string;
  auth?: string;
  response: { status: number; structure: RecordedElement | null };
  rows: Record<string, Record<string, unknown>[]>;
  rowsNonStrictSqlMode?: Record<string, Record<string, unknown>[]>;
  lost?: boolean;
  lostKind?: string;
}

interface RecordedElement {
  name: string;
  attributes: Record<string, string>;
  children: (RecordedElement | string)[];
}

const { cases } = JSON.parse(
  readFileSync(join(__dirname, 'fixtures/minicc-v2-answers.json'), 'utf8'),
) as { cases: RecordedCase[] };

const TABLES: readonly EventTable[] = ['enqueue_data', 'queue_data', 'statuscallback_data'];

/** The verbs and what they hold, by name; the exact attributes are the business of app.test.ts. */
function outline(verbs: (RecordedElement | TwimlElement | string)[]): unknown[] {
  return verbs
    .filter((verb): verb is RecordedElement | TwimlElement => typeof verb !== 'string')
    .map(({ name, children }) => ({ name, children: outline(children) }));
}

/**
 * What we answer otherwise on purpose: a breath between an operator's calls, and no second
 * announcement; the rest of the original's differences are in attributes.
 */
function adjust(name: string, verbs: unknown[]): unknown[] {
  if (name !== 'i_operator_queue') return verbs;
  const [announcement, dial, redirect] = verbs;
  return [announcement, dial, { name: 'Pause', children: [] }, redirect];
}

describe.each(DIALECTS)('what MiniCC v2 was asked, on %s', (dialect) => {
  let service: TestService;
  beforeAll(async () => {
    service = await createTestService(dialect);
    await service.db
      .insertInto('operators')
      .values({ telnum: '+815011112222', name: null })
      .execute();
  });
  afterAll(() => service.close());

  const withDatabase = cases.filter(
    ({ db, name }) => db === undefined && !name.startsWith('r_auth'),
  );

  it.each(withDatabase)(
    '$name is answered with the same verbs, and its row is kept',
    async (row) => {
      const before = await countRows();
      const response = await service.post(row.path, row.form);
      const recorded = row.response.structure?.children ?? [];
      expect(outline(verbsOf(response))).toEqual(adjust(row.name, outline(recorded)));

      const isHistory = /guidance|exit_enqueue|status_callback/.test(row.path);
      const isRetry = row.lostKind === 'retry-duplicate-harmless' && row.name.includes('retry');
      expect((await countRows()) - before).toBe(isHistory && !isRetry ? 1 : 0);
    },
  );

  it.each(withDatabase.filter(({ rows, lost }) => !lost && Object.keys(rows).length > 0))(
    '$name leaves the same values',
    async ({ form, rows }) => {
      for (const [table, [expected]] of Object.entries(rows)) {
        const { Time: _now, ...values } = expected ?? {};
        const stored = await service.db
          .selectFrom(table as 'queue_data')
          .selectAll()
          .where('CallSid', '=', form.CallSid ?? '')
          .execute();
        expect(stored).toContainEqual(expect.objectContaining(values));
      }
    },
  );

  async function countRows(): Promise<number> {
    const counts = TABLES.map(async (table) => {
      const rows = await service.db
        .selectFrom(table as 'queue_data')
        .select('CallSid')
        .execute();
      return rows.length;
    });
    return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
  }
});
