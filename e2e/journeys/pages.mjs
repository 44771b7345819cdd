// Every page to which links lead, for each role: title, landmarks, nothing inline, every control by keyboard and large enough
// for a finger, and axe with nothing to say.

import { strict as assert } from 'node:assert';
import { crawl, pageRoutes } from '../harness/crawl.mjs';
import { past } from '../harness/hands.mjs';
import { setUp } from '../harness/founded.mjs';
import { accessible, keyboardReaches, touchable, wellFormed } from '../harness/look.mjs';

// A tablet by day; with PALPATE_LONG every size in every theme, in every language.
const long = process.env.PALPATE_LONG;
const pairs = long ? [['tablet', 'light'], ['phone', 'dark'], ['tablet', 'dark'], ['phone', 'light']] : [['tablet', 'light']];
const tongues = long ? ['en', 'es'] : ['en'];

/** Where a role's pages begin. */
const FIRST = { owner: '/practice', practitioner: '/today', desk: '/clients', supervisor: '/clients', auditor: '/trail' };

/** Pages to which nobody comes by a link from inside: those before signing in, and those that a message leads to. */
const OUTSIDE = ['/sign-in', '/set-up', '/about', '/unlock', '/join/{token}', '/join/{token}/link', '/ui', '/me/device-key'];

/** Whatever a link leads to is there, well made, for everybody, and large enough for a finger. */
async function look(page, answer) {
  assert.equal(answer.status(), 200, `${page.url()}: a link leads to it`);
  await wellFormed(page);
  await accessible(page);
  await touchable(page);
}

/** Looks at every page and keeps all that is wrong. */
async function lookAt(page, start, routes, wrong, looks = [look]) {
  const unseen = await crawl(page, start, routes, async (at, answer) => {
    for (const one of looks) await one(at, answer).catch((fault) => wrong.push(fault.message.slice(0, 2_000)));
    at.faults.length = 0;
  }, 1);
  return unseen;
}

const demo = ([size, scheme], tongue) => ({
  name: `the pages of the demo for each role, ${size}, ${scheme}, ${tongue}`,
  limit: 900_000,
  walk: async (world) => {
    const demo = await world.demo();
    const routes = await pageRoutes();
    const wrong = [];
    for (const [role, first] of Object.entries(FIRST)) {
      const page = await world.page({ size, scheme });
      await demo.signIn(page, demo.person(role));
      if (long) assert.ok(await past(page, '/me/language', { locale: tongue }) < 400);
      await lookAt(page, demo.url + first, routes, wrong);
      if (role !== 'practitioner') continue;
      // Every widget in every state; the page that ends work is among them, with a heading of its own.
      assert.equal((await page.goto(`${demo.url}/ui`)).status(), 200);
      for (const one of [accessible, touchable]) await one(page).catch((fault) => wrong.push(fault.message.slice(0, 2_000)));
    }
    assert.ok(wrong.length === 0, wrong.join('\n'));
  },
});

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
      // A client's own pages are walked by the journeys of the phone.
      const inside = routes.filter((route) => !OUTSIDE.includes(route.path) && !/^\/my\b/.test(route.path));
      const wrong = [];
      const unseen = await lookAt(page, `${program.url}/practice`, inside, wrong, [look, keyboardReaches]);
      assert.ok(wrong.length === 0, wrong.join('\n'));
      for (const path of unseen) assert.match(path, /\{/, `no link leads to ${path}`);
      await page.goto(`${program.url}/ui`);
      assert.equal(new URL(page.url()).pathname, '/about', 'the page of widgets is for demonstrations only');
    },
  })),
  ...tongues.flatMap((tongue) => pairs.map((pair) => demo(pair, tongue))),
];
