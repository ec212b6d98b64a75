#!/usr/bin/env node
import { basename } from 'node:path';
import { loadProgram } from './load-program';
import { locateProgram } from './programs';

// This is `dist/main.js` and `dist/cli.js`, each of which runs the program of its own name.
loadProgram(locateProgram(basename(__filename, '.js'))).run(module, require);
