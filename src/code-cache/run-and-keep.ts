import { renameSync, writeFileSync } from 'node:fs';
import { loadProgram } from './load-program';
import { locateProgram } from './programs';

// Runs the program that is named first, with the arguments after it, and keeps what V8 made of it.
const [name = ''] = process.argv.splice(2, 1);
const place = locateProgram(name);
const program = loadProgram(place);

process.once('exit', () => {
  const fresh = `${place.cachePath}.${process.pid}`;
  writeFileSync(fresh, program.takeCompiled());
  // A server that starts meanwhile finds the old one or this one.
  renameSync(fresh, place.cachePath);
});

program.run(module, require);
