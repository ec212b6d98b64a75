import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface LockedPackage {
  optionalDependencies?: Record<string, string>;
}

const lock = JSON.parse(readFileSync(join(__dirname, '../package-lock.json'), 'utf8')) as {
  packages: Record<string, LockedPackage>;
};

describe('package-lock.json', () => {
  it('holds the packages of every platform; .ci/complete-lock.mjs adds those it lacks', () => {
    const asked = Object.values(lock.packages).flatMap(({ optionalDependencies }) =>
      Object.keys(optionalDependencies ?? {}),
    );
    const locked = Object.keys(lock.packages);
    const lacking = asked.filter(
      (name) => !locked.some((path) => path.endsWith(`node_modules/${name}`)),
    );
    expect(asked.length).toBeGreaterThan(20);
    expect(lacking).toEqual([]);
  });
});
