// Walks the journeys of journeys/ in a real browser and prints how many went well.
//   node e2e/run.mjs [word]     only the journeys whose name holds the word
// PALPATE_PROGRAM  the program to walk through (default: target/debug/palpate)
// PALPATE_CHROMIUM the browser (default: the first one on the search path)
// PALPATE_SHOTS    a folder for pictures; without it none are kept

import { readdir } from 'node:fs/promises';
import { walk } from './harness/runner.mjs';
import { World } from './harness/world.mjs';

const here = new URL('.', import.meta.url);
const word = process.argv[2] ?? '';

const journeys = [];
for (const file of (await readdir(new URL('journeys/', here))).sort()) {
  if (!file.endsWith('.mjs')) continue;
  const { default: list } = await import(new URL(`journeys/${file}`, here));
  const room = file.replace(/\.mjs$/, '');
  journeys.push(...list.map((journey) => ({ ...journey, name: `${room}: ${journey.name}` })));
}

const world = new World();
// Whatever ends this run, the browser, the program and the temporary folders go with it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, async () => {
    await world.close();
    process.exit(130);
  });
}
let counts;
try {
  counts = await walk(journeys.filter((journey) => journey.name.includes(word)), world, console.log);
} finally {
  await world.close();
}
console.log(`\n${counts.passed} passed, ${counts.failed} failed`);
process.exit(counts.failed === 0 ? 0 : 1);
