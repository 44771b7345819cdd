// The harness itself, walked on plain pages: each way of looking must also bite.

import { strict as assert } from 'node:assert';
import { createServer } from 'node:http';
import { crawl, readRoutes } from '../harness/crawl.mjs';
import { accessible, keyboardReaches, tabTo, touchable, violations, wellFormed } from '../harness/look.mjs';
import { walk } from '../harness/runner.mjs';

const shell = (main) =>
  `<!doctype html><html lang="en"><head><title>A page</title><link rel="icon" href="data:,"></head><body><main>${main}</main></body></html>`;
const GOOD = shell('<h1>Pain</h1><form><label>Now <input name="now"></label><button>Record</button></form><a href="/more">More</a>');
const BAD = shell('<h1>Pain</h1><input name="now"><button tabindex="-1"></button><p onclick="x()">Record</p>');
const SCRIPTED = shell('<h1 id="said">without</h1><script>document.getElementById("said").textContent = "with"</script>');

/** Serves a few pages on a free port while `visit` runs. */
async function served(pages, visit) {
  const server = createServer((ask, answer) => {
    const page = pages[ask.url];
    answer.writeHead(page ? 200 : 404, { 'content-type': 'text/html; charset=utf-8' }).end(page ?? shell('<h1>Not here</h1>'));
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  try {
    await visit(`http://127.0.0.1:${server.address().port}`);
  } finally {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
}

export default [
  {
    name: 'a good page passes every look, at both sizes, in light and dark',
    walk: (world) => served({ '/': GOOD }, async (url) => {
      for (const size of ['tablet', 'phone']) {
        for (const scheme of ['light', 'dark']) {
          const page = await world.page({ size, scheme });
          await page.goto(url);
          await accessible(page);
          await wellFormed(page);
          await keyboardReaches(page);
          assert.equal(await page.evaluate((s) => matchMedia(`(prefers-color-scheme: ${s})`).matches, scheme), true);
        }
      }
    }),
  },
  {
    name: 'a bad page is caught by axe, by its form and by the keyboard',
    walk: (world) => served({ '/': BAD }, async (url) => {
      const page = await world.page();
      await page.goto(url);
      const found = (await violations(page)).join('\n');
      assert.match(found, /\blabel\b/);
      assert.match(found, /button-name/);
      await assert.rejects(accessible(page));
      await assert.rejects(wellFormed(page));
      await assert.rejects(tabTo(page, 'button', 5));
      await assert.rejects(touchable(page));
    }),
  },
  {
    name: 'a page walked without script runs none',
    walk: (world) => served({ '/': SCRIPTED }, async (url) => {
      const [without, full] = [await world.page({ script: false }), await world.page()];
      for (const page of [without, full]) await page.goto(url);
      assert.equal(await without.locator('h1').textContent(), 'without');
      assert.equal(await full.locator('h1').textContent(), 'with');
    }),
  },
  {
    name: 'a fault of a script on a page is a fault of the page',
    walk: (world) => served({ '/': shell('<h1>A</h1><script src="/missing.js"></script>') }, async (url) => {
      const page = await world.page();
      await page.goto(url);
      await assert.rejects(wellFormed(page));
    }),
  },
  {
    name: 'the crawl follows links and names the routes to which none leads',
    walk: (world) => served({ '/': GOOD, '/more': shell('<h1>More</h1><a href="/clients/cli_1">One</a>'), '/clients/cli_1': GOOD }, async (url) => {
      const routes = readRoutes('| verb | path |\n|---|---|\n| GET | `/` |\n| GET | `/more` |\n| GET | `/clients/{chart}` |\n| GET | `/clients/{chart}/pain` |\n| POST | `/clients` |\n| GET | `/api/clients` |');
      const seen = [];
      const page = await world.page();
      const unseen = await crawl(page, `${url}/`, routes, (at) => seen.push(new URL(at.url()).pathname));
      assert.deepEqual(seen, ['/', '/more', '/clients/cli_1']);
      assert.deepEqual(unseen, ['/clients/{chart}/pain']);
    }),
  },
  {
    name: 'a journey that throws or never ends is counted as failed',
    walk: async () => {
      const told = [];
      const journeys = [
        { name: 'ends', walk: async () => {} },
        { name: 'throws', walk: async () => { throw new Error('as it must'); } },
        { name: 'hangs', limit: 20, walk: () => new Promise(() => {}) },
      ];
      assert.deepEqual(await walk(journeys, {}, (line) => told.push(line)), { passed: 1, failed: 2 });
      assert.ok(told.some((line) => line.includes('as it must')));
    },
  },
];
