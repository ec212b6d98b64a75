import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { withConnection } from './connection';
import { createDataDirectory } from './data-directory';
import { findFreePort } from './free-port';
import { createGuardedProcess, type GuardedProcess } from './guarded-process';
import { INIT_SQL, serverOptions } from './local-server';
import { eventually } from './running-server';
import { findProgram, installServerProgram } from './server-program';
import { unpackPackage } from './unpacked-package';

const run = promisify(execFile);

/** A server of a cluster. */
export interface GaleraNode {
  /** `mysql://root@127.0.0.1:PORT`, without a database. */
  url: string;
  /** Ends it at once, as a power cut does, and waits until it is gone. Its data stays. */
  kill(): Promise<void>;
  /** Starts it again, and waits until it has what the others have. */
  restart(): Promise<void>;
}

/** MariaDB servers on this machine that hold the same rows, each of which takes writes. */
export interface GaleraCluster {
  nodes: readonly GaleraNode[];
  stop(): Promise<void>;
}

const ADVICE =
  'No Galera for the tests: install MariaDB with its Galera library ' +
  '(Debian/Ubuntu: apt-get install mariadb-server galera-4)';

/** Where distributions keep the library. */
const LIBRARIES = [
  '/usr/lib/galera/libgalera_smm.so',
  '/usr/lib64/galera-4/libgalera_smm.so',
  '/usr/lib64/galera/libgalera_smm.so',
  '/usr/lib/libgalera_smm.so',
];

/** How long it may take until a node is one of the cluster. */
const JOIN_MS = 90_000;

/**
 * How a node gets what it lacks. All nodes begin with the same data, and every change since then is
 * in the memory of those that run: nothing but these changes has ever to be handed over, and this
 * script has only to tell both sides so. It takes the place of a copy by rsync or mariabackup.
 */
const HANDOVER = 'minicc_changes_only';
const HANDOVER_SCRIPT = `#!/bin/sh
while [ $# -gt 0 ]; do
  case $1 in
    --role) role=$2 ;;
    --datadir) datadir=$2 ;;
    --address) address=$2 ;;
    --gtid) gtid=$2 ;;
    --bypass) bypass=yes ;;
  esac
  shift
done
case $role in
joiner)
  file=\${datadir%/}/handover
  rm -f "$file"
  echo "ready $file"
  while [ ! -s "$file" ]; do sleep 0.1; done
  cat "$file" ;;
donor)
  [ "$bypass" = yes ] || { echo 'a node lacks more than the changes at hand' >&2; exit 95; }
  echo "$gtid" > "$address.draft" && mv "$address.draft" "$address"
  echo "done $gtid" ;;
esac
`;

/**
 * Starts a cluster with the mariadbd of this machine and the Galera library of this machine or of
 * Debian's package. Throws an error that says what to do when there is no way to get them.
 */
export async function startGaleraCluster(size = 3): Promise<GaleraCluster> {
  const program = findProgram('mariadbd') ?? (await installServerProgram());
  const library =
    LIBRARIES.find(existsSync) ??
    join(await unpackPackage('galera-4', ADVICE), 'usr/lib/galera/libgalera_smm.so');
  const ports = await Promise.all(Array.from({ length: size }, findFreePort));
  const members: Member[] = [];
  try {
    for (const port of ports) {
      members.push(await createMember({ program, library, port, ports }));
    }
    const [first, ...others] = members as [Member, ...Member[]];
    await createData(program, first);
    for (const { data } of others) {
      const isShared = (path: string) => !/galera\.cache$|gvwstate\.dat$/.test(path);
      await cp(first.data, data, { recursive: true, filter: isShared });
    }
    await first.start(NEW_CLUSTER);
    await Promise.all(others.map((member) => member.start([])));
  } catch (error) {
    await Promise.all(members.map(({ guarded }) => guarded.remove()));
    throw error;
  }
  return {
    nodes: members.map(({ node }) => node),
    stop: async () => {
      await Promise.all(members.map(({ guarded }) => guarded.remove()));
    },
  };
}

const NEW_CLUSTER = ['--wsrep-new-cluster'];

/** The data that all nodes begin with: those of a node that was once alone in the cluster. */
async function createData(program: string, { data, guarded, start }: Member): Promise<void> {
  await createDataDirectory(program, data);
  const initFile = join(data, 'init.sql');
  await writeFile(initFile, INIT_SQL);
  await start([...NEW_CLUSTER, `--init-file=${initFile}`]);
  await guarded.shutDown();
}

interface Member {
  node: GaleraNode;
  /** Where its data are. */
  data: string;
  guarded: GuardedProcess;
  start(options: readonly string[]): Promise<void>;
}

interface MemberOptions {
  program: string;
  library: string;
  /** Where it talks to other nodes, and where all of them do. */
  port: number;
  ports: readonly number[];
}

async function createMember(options: MemberOptions): Promise<Member> {
  const { program, library, port, ports } = options;
  const directory = await mkdtemp(join(tmpdir(), 'minicc-galera-'));
  await writeFile(join(directory, `wsrep_sst_${HANDOVER}`), HANDOVER_SCRIPT, { mode: 0o755 });
  const env = { ...process.env, PATH: `${directory}:${process.env.PATH}` };
  const guarded = createGuardedProcess(program, directory, env);

  const ownPort = await findFreePort();
  const url = `mysql://root@127.0.0.1:${ownPort}`;
  const args = [
    ...serverOptions(directory, ownPort),
    '--binlog-format=ROW',
    '--innodb-autoinc-lock-mode=2',
    '--wsrep-on=ON',
    `--wsrep-provider=${library}`,
    '--wsrep-cluster-name=minicc',
    `--wsrep-cluster-address=gcomm://${ports.map((one) => `127.0.0.1:${one}`).join(',')}`,
    `--wsrep-node-address=127.0.0.1:${port}`,
    `--wsrep-sst-method=${HANDOVER}`,
    `--wsrep-provider-options=${[
      `base_port=${port}`,
      `gmcast.listen_addr=tcp://127.0.0.1:${port}`,
      `ist.recv_addr=127.0.0.1:${await findFreePort()}`,
      'gcache.size=64M',
    ].join(';')}`,
  ];

  async function start(extra: readonly string[]): Promise<void> {
    guarded.start([...args, ...extra]);
    try {
      await eventually(async () => {
        if (guarded.pid === undefined) throw new Error('it ended');
        return isSynced(url);
      }, JOIN_MS);
    } catch (cause) {
      throw new Error(`A Galera node did not start:\n${await guarded.readLastLines()}`, { cause });
    }
  }

  return {
    data: join(directory, 'data'),
    guarded,
    start,
    node: {
      url,
      kill: guarded.kill,
      async restart() {
        await start([`--wsrep-start-position=${await recoverPosition(program, args)}`]);
      },
    },
  };
}

/** How far a node had come that was killed: only its tables know. */
async function recoverPosition(program: string, args: readonly string[]): Promise<string> {
  const { stdout, stderr } = await run(program, [...args, '--wsrep-recover']);
  const [, position] = /Recovered position: (\S+)/.exec(stdout + stderr) ?? [];
  if (position === undefined) throw new Error(`No position was recovered:\n${stdout}${stderr}`);
  return position;
}

/** Whether a node is there and has what the others have. */
function isSynced(url: string): Promise<boolean> {
  return withConnection(url, async (connection) => {
    const [rows] = await connection.query("SHOW STATUS LIKE 'wsrep_local_state_comment'");
    return (rows as { Value: string }[])[0]?.Value === 'Synced';
  }).catch(() => false);
}
