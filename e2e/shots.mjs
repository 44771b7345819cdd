// Pictures of the demo practice.
//   node e2e/shots.mjs              those of docs/using/: the loop of care, on a tablet by day and on a phone by night
//   node e2e/shots.mjs FOLDER       every page as each role sees it, for looking at beside what was meant

import { strict as assert } from 'node:assert';
import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { crawl, pageRoutes } from './harness/crawl.mjs';
import { data, past } from './harness/hands.mjs';
import { SIZES, World } from './harness/world.mjs';

const USING = fileURLToPath(new URL('../docs/using/', import.meta.url));
/** The most that one picture of docs/using/ may weigh, in bytes. */
const HEAVIEST = 300_000;

process.env.PALPATE_SHOTS = process.argv[2] ?? USING;
const world = new World();
let taken = 0;
try {
  await (process.argv[2] ? everyPage() : using());
} finally {
  await world.close();
}
console.log(`${taken} pictures in ${process.env.PALPATE_SHOTS}`);

async function everyPage() {
  const demo = await world.demo();
  const routes = await pageRoutes();
  const roles = [...new Set(demo.people.map((person) => person.role))];
  for (const role of roles) {
    for (const size of Object.keys(SIZES)) {
      for (const scheme of ['light', 'dark']) {
        const page = await world.page({ size, scheme });
        await demo.signIn(page, demo.person(role));
        await crawl(page, `${demo.url}/`, routes, async (at) => {
          const { pathname } = new URL(at.url());
          const route = routes.find((one) => one.matches(pathname))?.path ?? pathname;
          await world.picture(at, `${role}${route}-${size}-${scheme}`);
          taken += 1;
        }, 1);
        await world.leave();
      }
    }
  }
}

/** One client's way through the loop, as far as a picture shows it. */
async function using() {
  const demo = await world.demo();
  const amara = demo.person('practitioner');
  const opening = await world.page();
  await demo.signIn(opening, amara);
  const pages = await path(opening);
  for (const [size, scheme] of [['tablet', 'light'], ['phone', 'dark']]) {
    const page = await world.page({ size, scheme });
    await demo.signIn(page, amara);
    for (const [name, at] of Object.entries(pages)) {
      await page.goto(demo.url + at);
      await page.evaluate(() => document.fonts.ready);
      const file = await world.picture(page, `${name}-${size}-${scheme}`, { fullPage: false });
      assert.ok((await stat(file)).size <= HEAVIEST, `${file} is too heavy`);
      taken += 1;
    }
  }
  await onPaperAndMirrored(demo, amara, pages);
}

/** A note as it is printed, and a chart as somebody sees it who reads from right to left. */
async function onPaperAndMirrored(demo, person, pages) {
  const page = await world.page({ size: 'tablet', scheme: 'light' });
  await demo.signIn(page, person);
  await page.goto(demo.url + pages.note);
  await page.emulateMedia({ media: 'print' });
  await world.picture(page, 'note-print', { fullPage: false });
  await page.emulateMedia({ media: 'screen' });
  await page.goto(demo.url + pages.chart);
  await page.evaluate(() => document.documentElement.setAttribute('dir', 'rtl'));
  await world.picture(page, 'chart-right-to-left', { fullPage: false });
  taken += 2;
}

/** Where each picture is taken. The session is opened for it: begun, a pain told, the last time taken over; so is the letter. */
async function path(page) {
  const who = await shownClient(page);
  const [last, lines] = (await data(page, who.begin)).last;
  assert.ok(await past(page, who.begin, { begin: 'treatment' }) < 400);
  const session = (await data(page, `${who.chart}/sessions`)).rows[0].url;
  const id = session.split('/').at(-1);
  await past(page, `${who.chart}/measures/nprs`, { i3: '4', place: 'last', session: id, moment: 'before' });
  await past(page, `${session}/applications`, Object.fromEntries(lines[0].fields));
  const about = { kind: 'reply', to: 'other', name: 'Dr Ruiz', role: 'General practice' };
  assert.ok(await past(page, `${who.chart}/letters`, about) < 400);
  const letter = (await data(page, `${who.chart}/letters`)).drafts[0].url;
  return {
    today: '/today',
    chart: who.chart,
    body: `${who.chart}/body`,
    outcomes: `${who.chart}/outcomes`,
    letter,
    intake: `${who.chart}/intake`,
    screen: `${who.chart}/screen`,
    begin: who.begin,
    session,
    note: last.url,
    trend: `${who.chart}/measures/nprs`,
  };
}

/** Somebody with a complaint and a precaution, who may be treated. */
async function shownClient(page) {
  const { regulars } = await data(page, '/today');
  const begun = await Promise.all(regulars.map(async (one) => ({ one, begin: await data(page, one.begin) })));
  const fit = begun.filter(({ begin }) => !begin.asked.stops && begin.last?.[0].kind.key === 'session-kind-treatment');
  const cared = fit.find(({ begin }) => begin.asked.card.length > 0) ?? fit[0];
  assert.ok(cared, 'nobody of the demo was treated lately');
  return cared.one;
}
