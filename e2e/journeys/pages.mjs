// Every page to which links lead: title, landmarks, nothing inline, every control by keyboard, and axe with nothing to say.

import { strict as assert } from 'node:assert';
import { crawl, pageRoutes } from '../harness/crawl.mjs';
import { setUp } from '../harness/founded.mjs';
import { accessible, keyboardReaches, wellFormed } from '../harness/look.mjs';

// Both sizes and both themes between them; with PALPATE_LONG every pair.
const PAIRS = [['tablet', 'light'], ['phone', 'dark']];
const MORE = [['tablet', 'dark'], ['phone', 'light']];
const pairs = process.env.PALPATE_LONG ? [...PAIRS, ...MORE] : PAIRS;

/** Pages to which nobody comes by a link from inside: those before signing in, and those that a message leads to. */
const OUTSIDE = ['/sign-in', '/set-up', '/about', '/unlock', '/join/{token}', '/join/{token}/link'];

async function look(page, answer) {
  if (answer.status() === 404) return;
  await wellFormed(page);
  await accessible(page);
  await keyboardReaches(page);
}

export default [
  ...pairs.map(([size, scheme]) => ({
    name: `the pages of a new practice, ${size}, ${scheme}`,
    limit: 600_000,
    walk: async (world) => {
      const program = await world.empty();
      const routes = await pageRoutes();
      const page = await world.page({ size, scheme });
      for (const path of ['/sign-in', '/set-up', '/about']) await look(page, await page.goto(program.url + path));
      await setUp(page, program);
      const unseen = await crawl(page, `${program.url}/practice`, routes.filter((route) => !OUTSIDE.includes(route.path)), look);
      for (const path of unseen) assert.match(path, /\{/, `no link leads to ${path}`);
    },
  })),
];
