import { findFreePort } from '../support/free-port';
import { type GaleraCluster, startGaleraCluster } from '../support/galera';
import { HAPROXY } from '../support/haproxy';
import { type ProxyFront, startProxyFront } from '../support/proxy-front';
import { eventually } from '../support/running-server';
import { type Account, takeAccount } from './support/account';
import { type CallDatabase, createCallDatabase } from './support/call-database';
import { type Fault, IS_FULL } from './support/faults';
import { tellFigures } from './support/figures';
import { type Service, startService } from './support/service';
import { type SteadyLoad, startSteadyLoad } from './support/steady-load';

jest.setTimeout(600_000);

/** A caller can be kept waiting no longer than this, but for one in a hundred. */
const PATIENCE_MS = 2000;
const EVENTS = IS_FULL ? 200 : 30;
/** Each in turn, or only the first. */
const MOST = IS_FULL ? 3 : 1;

describe('under steady load, two servers behind HAProxy on three Galera nodes', () => {
  let cluster: GaleraCluster;
  let database: CallDatabase;
  let servers: Service[] = [];
  let haproxy: ProxyFront;
  let origin: string;

  beforeAll(async () => {
    cluster = await startGaleraCluster();
    const [first] = cluster.nodes;
    database = await createCallDatabase(first?.url ?? '');
    const hosts = cluster.nodes.map(({ url }) => new URL(url).host).join(',');
    const port = await findFreePort();
    origin = `http://127.0.0.1:${port}`;
    const settings = {
      DATABASE_URL: database.url.replace(new URL(database.url).host, hosts),
      PUBLIC_URL: origin,
    };
    servers = await Promise.all([1, 2].map(() => startService(settings)));
    const origins = servers.map((server) => server.origin);
    haproxy = await startProxyFront(HAPROXY, { origins, port });
  });
  afterAll(async () => {
    await haproxy?.stop();
    await Promise.all(servers.map((server) => server.remove()));
    await cluster?.stop();
  });

  async function undergo(fault: Fault, work: (goesOn: () => Promise<void>) => Promise<void>) {
    const load = startSteadyLoad({ origin });
    const goesOn = () => load.goesOn(EVENTS);
    try {
      await goesOn();
      await work(goesOn);
    } finally {
      await load.stop();
    }
    await Promise.all(servers.map((server) => server.recovers()));
    const accounts = await Promise.all(cluster.nodes.map(({ url }) => account(url, load)));
    const [first] = accounts as [Account, ...Account[]];
    const { p99Ms } = load.figures().total;
    tellFigures(fault, first, p99Ms);
    expect(accounts).toEqual(cluster.nodes.map(() => first));
    expect(first).toMatchObject({ lost: 0, doubled: 0, wrong: 0 });
    expect(load.debuggerLog()).toEqual([]);
    expect(p99Ms).toBeLessThan(PATIENCE_MS);
  }

  /** What a node has; it may be a moment behind the one that took the last row. */
  async function account(url: string, load: SteadyLoad): Promise<Account> {
    const take = () => database.asRoot((db) => takeAccount(db, load.events()), url);
    await eventually(async () => (await take()).lost === 0).catch(() => undefined);
    return take();
  }

  it('answer every call, and have every row on each node once, though nodes are killed', () =>
    undergo('nodesKilled', async (goesOn) => {
      for (const node of cluster.nodes.slice(0, MOST)) {
        await node.kill();
        await goesOn();
        await node.restart();
        await goesOn();
      }
    }));

  it('answer every call, and have every row on each node once, though servers are killed', () =>
    undergo('serversKilled', async (goesOn) => {
      for (const server of servers.slice(0, MOST)) {
        await server.end('SIGKILL');
        await goesOn();
        await server.start();
        await goesOn();
      }
    }));
});
