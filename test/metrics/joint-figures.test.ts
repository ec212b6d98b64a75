import { retireFigures, writeFigures } from '../../src/metrics/joint-figures';
import { createMetrics, type Metrics } from '../../src/metrics/metrics';

const POOL = { host: 'db:3306', limit: 5, open: 3, inUse: 2, waiting: 1 } as const;

function buildMetrics(state: 'writable' | 'down'): Metrics {
  const metrics = createMetrics('1.2.3');
  metrics.watchPool(() => [{ ...POOL, state }]);
  metrics.onWebhook({ route: 'wait', status: 200, hasFailed: false, seconds: 0.003 });
  return metrics;
}

describe('the figures of several processes', () => {
  it('are added up, but not what is the same for all', async () => {
    const processes = [buildMetrics('writable'), buildMetrics('down')];
    const text = await writeFigures(await Promise.all(processes.map((one) => one.readFigures())));
    const lines = text.split('\n');
    expect(lines).toEqual(
      expect.arrayContaining([
        'minicc_build_info{version="1.2.3"} 1',
        'minicc_webhooks_total{route="wait",status="200"} 2',
        'minicc_webhook_duration_seconds_bucket{le="0.005",route="wait"} 2',
        'minicc_webhook_duration_seconds_count{route="wait"} 2',
        'minicc_database_connections_limit{host="db:3306"} 10',
        'minicc_database_connections_awaited 2',
        'minicc_database_host_state{host="db:3306",state="down"} 1',
        'minicc_database_host_state{host="db:3306",state="writable"} 1',
        'minicc_database_host_state{host="db:3306",state="read-only"} 0',
      ]),
    );
  });

  it('have everything that those of one have', async () => {
    const metrics = buildMetrics('writable');
    const names = (text: string) => text.match(/^# TYPE .*$/gm)?.sort();
    const joint = await writeFigures([await metrics.readFigures()]);
    expect(names(joint)).toEqual(names(await metrics.read()));
  });

  it('keep what one has counted that is gone, and nothing else of it', async () => {
    const retired = await retireFigures(['[]', await buildMetrics('down').readFigures()]);
    const text = await writeFigures([await buildMetrics('writable').readFigures(), retired]);
    const lines = text.split('\n');
    expect(lines).toContain('minicc_webhooks_total{route="wait",status="200"} 2');
    expect(lines).toContain('minicc_database_connections_open{host="db:3306"} 3');
    expect(lines).toContain('minicc_database_host_state{host="db:3306",state="down"} 0');
  });
});
