// Nothing is lost: the network cut at every step of a session, the tab killed twice, an answer lost on its way; then what waits is
// opened, mended and merged, and nobody signs out over it. What is stored is counted after each journey: everything once.

import { strict as assert } from 'node:assert';
import { data, past } from '../harness/hands.mjs';
import { accessible, touchable, wellFormed } from '../harness/look.mjs';

// Long enough not to stand by chance in an instant or a number that lies beside it.
const PIN = '25809163';

/** Today of one of the demo's practitioners, who has a PIN, and somebody who may be treated; treated before, where asked. */
async function today(world, which, before = false) {
  const demo = await world.demo();
  const page = await world.page();
  const person = demo.people.filter((one) => one.role === 'practitioner').at(which);
  await demo.signIn(page, person);
  assert.ok(await past(page, '/me/pin', { pin: PIN, password: person.password }) < 400);
  await page.goto(`${demo.url}/today`);
  for (const who of (await data(page, '/today')).regulars) {
    const begin = await data(page, who.begin);
    const treated = begin.last?.[0].kind.key === 'session-kind-treatment' && !begin.last[1].some((line) => line.blocked);
    if (!begin.asked.stops && begin.asked.before_hands.length === 0 && (treated || !before)) return { demo, page, who };
  }
  throw new Error('nobody like that was seen lately');
}

/** Ready: the page keeps what is typed and tapped. */
const ready = (page) => page.waitForSelector('kept-forms[data-ready]', { state: 'attached' });

async function open(page, url) {
  await page.goto(url);
  await ready(page);
}

/** The tab is gone, without a word to the page; another is opened. */
async function killed(page, url) {
  const context = page.context();
  await page.close({ runBeforeUnload: false });
  const next = await context.newPage();
  next.faults = [];
  next.on('pageerror', (thrown) => next.faults.push(`script: ${thrown.message}`));
  if (url) await open(next, url);
  return next;
}

const cut = (page) => page.context().setOffline(true);
const back = (page) => page.context().setOffline(false);
const waiting = (page, count) => page.waitForFunction((n) => document.querySelectorAll('ul.waiting > li').length === n, count);

/** A session begun by the page, its path. */
async function begun(page, demo, who) {
  await open(page, demo.url + who.begin);
  await Promise.all([page.waitForURL(/\/sessions\/ses_/), page.locator('button[name="begin"][value="treatment"]').click()]);
  await ready(page);
  return new URL(page.url()).pathname;
}

/** Everything that lies on the device, as text: where it is encrypted, nothing that was typed is found in it. */
const lying = (page) => page.evaluate(async () => {
  const db = await new Promise((give) => { const asked = indexedDB.open('palpate'); asked.onsuccess = () => give(asked.result); });
  const bytes = (value) => value instanceof ArrayBuffer || ArrayBuffer.isView(value) ? new TextDecoder('latin1').decode(value)
    : value instanceof CryptoKey ? `key, extractable ${value.extractable}`
    : value && typeof value === 'object' ? Object.entries(value).map(([name, inner]) => `${name}=${bytes(inner)}`).join(';') : String(value);
  let all = '';
  for (const store of db.objectStoreNames) {
    const reads = db.transaction(store).objectStore(store);
    for (const asked of [reads.getAll(), reads.getAllKeys()]) all += bytes(await new Promise((give) => { asked.onsuccess = () => give(asked.result); }));
  }
  db.close();
  return all;
});

export default [
  {
    name: 'a session with the network cut at every step and the tab killed twice loses nothing and is recorded once',
    limit: 300_000,
    walk: async (world) => {
      const { demo, page: first, who } = await today(world, 1, true);
      let page = first;
      const before = (await data(page, `${who.chart}/sessions`)).rows.length;
      const { last } = await data(page, who.begin);
      const lines = last[1].length;

      // Begun without a connection: it waits, and goes on by itself.
      await open(page, demo.url + who.begin);
      await cut(page);
      await page.locator('button[name="begin"][value="treatment"]').click();
      await waiting(page, 1);
      assert.match(await page.locator('.kept-says').textContent(), /No connection/);
      await back(page);
      await page.waitForURL(/\/sessions\/ses_/);
      await ready(page);
      const path = new URL(page.url()).pathname;

      // Pain, an application and a word of the client, all without a connection; then the tab dies.
      await cut(page);
      await page.locator('form:has([value="before"]) button[name="i3"][value="4"]').click();
      await waiting(page, 1);
      await page.locator('#s-again ~ ul button').first().click();
      await waiting(page, 2);
      await page.locator('form[action$="/responses"] button[value="lighter"]').first().click();
      await waiting(page, 3);
      const tapped = Date.now();
      await page.waitForTimeout(1_500);
      page = await killed(page, null);
      await back(page);
      await open(page, demo.url + path);
      await page.waitForFunction(() => !document.querySelector('ul.waiting'));
      let kept = await data(page, path);
      assert.deepEqual(kept.measured.map((one) => one.value), [4]);
      assert.equal(kept.applications.length, 1);
      assert.equal(kept.responses.length, 1);
      assert.ok(Date.parse(kept.responses[0].at) <= tapped, 'it has the time of the tap, not of its arrival');
      await open(page, demo.url + path);

      // The server did it and its answer is lost: it is sent again and not done again.
      if (lines > 1) {
        await page.route('**/api/**/applications', async (route) => {
          await route.fetch();
          await route.abort();
        }, { times: 1 });
        await page.locator('#s-again ~ ul form button').first().click();
        await waiting(page, 1);
        assert.equal((await data(page, path)).applications.length, 2, 'it was done');
        await cut(page);
        await Promise.all([page.waitForNavigation(), back(page)]);
        await ready(page);
        await page.waitForFunction(() => !document.querySelector('ul.waiting'));
        assert.equal((await data(page, path)).applications.length, 2, 'and done once');
      }

      // Text is typed, the network is cut, the tab dies: the text is back, and lies on the device in no clear letters.
      await page.locator('[name="plan"]').fill('Again in a week, sooner if the calf swells.');
      await page.waitForTimeout(600);
      assert.match(await page.locator('.kept-says').textContent(), /Kept on this device/);
      const found = await lying(page);
      assert.ok(!found.includes('calf swells'), 'what was typed lies encrypted');
      assert.ok(!found.includes(path), 'and so does where it belongs');
      assert.match(found, /extractable false/);
      await cut(page);
      page = await killed(page, null);
      await back(page);
      await open(page, demo.url + path);
      assert.equal(await page.locator('[name="plan"]').inputValue(), 'Again in a week, sooner if the calf swells.');
      // Recorded meanwhile: what is composed anew joins what was typed.
      await page.locator('[name="assessment"]').fill('Neck settles.');
      await page.waitForTimeout(400);
      await Promise.all([page.waitForNavigation(), page.locator('form[action$="/responses"] button[value="easier_movement"]').click()]);
      await ready(page);
      assert.match(await page.locator('[name="assessment"]').inputValue(), /Neck settles\.\n- Moves more easily/);

      // Signed without a connection: it is not, and says so; then it is.
      await cut(page);
      await page.locator('form[action$="/sign"] [name="secret"]').fill(PIN);
      await page.locator('form[action$="/sign"] button.primary').click();
      await page.waitForFunction(() => /not signed/.test(document.querySelector('.kept-says')?.textContent));
      assert.ok(!(await lying(page)).includes(PIN), 'a secret is never kept');
      await back(page);
      await Promise.all([page.waitForNavigation(), page.locator('form[action$="/sign"] button.primary').click()]);
      const signed = await data(page, path);
      assert.equal(signed.row.state, 'signed');
      assert.match(JSON.stringify(signed.note.parts), /sooner if the calf swells/);
      assert.match(JSON.stringify(signed.note.parts), /Neck settles/);
      assert.equal(signed.applications.length, Math.min(lines, 2));
      assert.deepEqual(signed.responses.map((one) => one.words.key), ['response-lighter', 'response-easier-movement']);
      assert.equal((await data(page, `${who.chart}/sessions`)).rows.length, before + 1, 'one session');
      await page.goto(`${demo.url}/outbox`);
      await page.waitForFunction(() => /Nothing waits/.test(document.querySelector('outbox-list').textContent));
      assert.deepEqual(page.faults, []);
    },
  },
  {
    name: 'what is refused is opened and mended, and nobody signs out over what waits',
    limit: 240_000,
    walk: async (world) => {
      const { demo, page, who } = await today(world, 2);
      const path = await begun(page, demo, who);
      const had = (await data(page, path)).applications.length;
      await cut(page);
      await page.locator('details:has(select[name="technique"]) > summary').click();
      await page.locator('select[name="technique"]').selectOption('swedish');
      await page.locator('select[name="site"]').selectOption('low_back');
      await page.locator('form[action$="/applications"]:has(select) [name="minutes"]').fill('2500');
      await page.locator('form[action$="/applications"]:has(select) button.primary').click();
      await waiting(page, 1);
      await back(page);
      await page.waitForFunction(() => /refused/.test(document.querySelector('ul.waiting')?.textContent));
      assert.equal((await data(page, path)).applications.length, had, 'nothing of it was done');
      assert.deepEqual(page.faults.splice(0).map((fault) => fault.slice(0, 4)), ['422 '], 'it was tried once');

      // Signing out leads to what waits.
      await page.goto(`${demo.url}/me`);
      await Promise.all([page.waitForURL(/\/outbox$/), page.locator('form[action="/sign-out"] button').click()]);
      await page.waitForSelector('outbox-list li');
      for (const look of [wellFormed, accessible, touchable]) await look(page);
      await world.picture(page, 'outbox-tablet-light');
      await page.locator('outbox-list summary').click();
      assert.equal(await page.getByLabel('Minutes').inputValue(), '2500');
      await page.getByLabel('Minutes').fill('25');
      await page.getByRole('button', { name: 'Send as it is now' }).click();
      await page.waitForFunction(() => /Nothing waits/.test(document.querySelector('outbox-list').textContent));
      const mended = (await data(page, path)).applications;
      assert.equal(mended.length, had + 1);
      assert.match(mended.at(-1).dose, /25 min/);

      await page.goto(`${demo.url}/me`);
      await Promise.all([page.waitForURL(/\/sign-in$/), page.locator('form[action="/sign-out"] button').click()]);
      assert.deepEqual(page.faults, []);
    },
  },
  {
    name: 'where the record moved on, both texts stand side by side and the reader chooses',
    limit: 240_000,
    walk: async (world) => {
      const { demo, page, who } = await today(world, 2);
      const path = await begun(page, demo, who);
      await page.locator('[name="plan"]').fill('Stretch each morning.');
      await page.waitForTimeout(600);
      // Another device keeps another text.
      assert.ok(await past(page, `${path}/draft`, { plan: 'Rest until Friday.', _version: '0' }) < 400);
      const next = await killed(page, demo.url + path);
      const besides = next.locator('.besides');
      assert.match(await besides.textContent(), /Stretch each morning\./);
      assert.match(await besides.textContent(), /Rest until Friday\./);
      assert.equal(await next.locator('[name="plan"]').inputValue(), 'Rest until Friday.', 'until then the record stands');
      for (const look of [accessible, touchable]) await look(next);
      await world.picture(next, 'session-moved-on-tablet-light');
      await next.getByRole('button', { name: 'Take both' }).click();
      assert.equal(await next.locator('[name="plan"]').inputValue(), 'Stretch each morning.\nRest until Friday.');
      await Promise.all([next.waitForNavigation(), next.locator('button[formaction$="/draft"]').click()]);
      const kept = await data(next, path);
      assert.match(JSON.stringify(kept.draft), /Stretch each morning\.\\nRest until Friday\./);
      assert.deepEqual(next.faults, []);
    },
  },
];
