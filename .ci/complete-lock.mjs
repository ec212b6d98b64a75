// Adds to package-lock.json the packages for other platforms that a registry did not offer.
// npm leaves such optional packages out of the lock, and `npm ci` then refuses it everywhere. Name,
// version, system and processor are known from the package that asks for them; only their digests
// are not. Needed after `npm install` behind a registry that holds one platform's packages only.
import { readFileSync, writeFileSync } from 'node:fs';

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));

const SYSTEM = /-(android|darwin|freebsd|linux|openharmony|win32)-([a-z0-9]+)(?:-(\w+))?$/;

function isLocked(from, name) {
  for (let base = from; ; base = base.slice(0, base.lastIndexOf('node_modules/'))) {
    const folder = base === '' || base.endsWith('/') ? base : `${base}/`;
    if (lock.packages[`${folder}node_modules/${name}`]) return true;
    if (base === '') return false;
  }
}

function describe(name, version, dev) {
  const [, os, cpu, abi] = SYSTEM.exec(name);
  const libc = { musl: ['musl'], gnu: ['glibc'] }[abi];
  return {
    version,
    cpu: [cpu],
    ...(dev ? { dev: true } : {}),
    ...(os === 'linux' && libc ? { libc } : {}),
    optional: true,
    os: [os],
  };
}

for (const [path, entry] of Object.entries({ ...lock.packages })) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (isLocked(path, name)) continue;
    lock.packages[`node_modules/${name}`] = describe(name, version, entry.dev);
    console.log(`added ${name}@${version}`);
  }
}

const sorted = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en'));
lock.packages = Object.fromEntries(sorted);
writeFileSync('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`);
