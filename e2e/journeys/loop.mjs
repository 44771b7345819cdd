// The loop of care from an empty practice: set-up, client, intake, stopped by a red flag, cleared, treated, signed, added to,
// and the trend; by the keyboard alone, and once more in a browser without script.

import { strict as assert } from 'node:assert';
import { OWNER, PRACTICE } from '../harness/founded.mjs';
import { accessible, tabTo } from '../harness/look.mjs';

/** Types into a field that Tab has reached, over what stood there. */
async function type(page, field, text) {
  await tabTo(page, field, 400);
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type(text);
}

/** Chooses a radio button or a box that Tab has reached. */
async function choose(page, field) {
  await tabTo(page, field, 400);
  await page.keyboard.press('Space');
}

/** Presses Enter on a link or a button that Tab has reached, and waits for the page to which it leads. */
async function enter(page, target) {
  await tabTo(page, target, 400);
  const [answer] = await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  return answer;
}

const tab = (page, tail) => enter(page, `nav.tabs a[href$="/${tail}"]`);
const treat = (page) => enter(page, 'form:has(input[name="kind"][value="treatment"]) button.primary');
const main = (page) => page.locator('main').textContent();

/** Set-up, then a client; gives the chart's address. */
async function begin(page, program) {
  await page.goto(`${program.url}/set-up`);
  for (const [name, text] of [['code', program.code], ...PRACTICE]) await type(page, `[name="${name}"]`, text);
  await choose(page, '[name="treats"]');
  await enter(page, 'main form button.primary');
  await page.goto(`${program.url}/clients`);
  await enter(page, 'a[href="/clients/new"]');
  await type(page, '[name="legal_name"]', 'Amparo Ríoclaro');
  await type(page, '[name="birth_on"]', '1980-03-17');
  await enter(page, 'main form button.primary');
  const [, , client] = new URL(page.url()).pathname.split('/');
  await page.goto(`${program.url}/clients/${client}`);
}

/** A clot is told of; hands wait, first for the check of today, then for a clearance. */
async function intake(page) {
  await tab(page, 'intake');
  await enter(page, 'main a[href$="/intake/vessels"]');
  await enter(page, 'main a[href$="/facts/vte_confirmed"]');
  await choose(page, '[name="answer"][value="yes"]');
  await type(page, '[name="since"]', new Date().toISOString().slice(0, 7)); // this month
  await enter(page, 'main form button.primary');
  await tab(page, 'sessions');
  const early = await treat(page);
  assert.equal(early.status(), 422, 'hands wait for the check of today');
  await accessible(page);
  await enter(page, 'main a[href*="/check"]');
  await enter(page, 'button.big');
  assert.match(page.url(), /\/screen$/, 'what stops is shown at once');
  assert.match(await main(page), /S011/);
  await accessible(page);
  await tab(page, 'sessions');
  assert.equal((await treat(page)).status(), 422, 'hands wait for a clearance');
  await enter(page, 'main a[href$="/screen"]');
  await enter(page, 'main a[href$="/clearances"]');
  await tabTo(page, '[name="rule"]');
  await page.keyboard.type('S011');
  await choose(page, '[name="kind"][value="cleared"]');
  await type(page, '[name="given_by"]', 'Dr Basil Hollowmere');
  await type(page, '[name="profession"]', 'general practitioner');
  await tabTo(page, '[name="given_on"]');
  const [year, month, day] = new Date().toISOString().slice(0, 10).split('-');
  await page.keyboard.type(`${month}${day}${year}`); // as the browser of the journey asks for it
  await enter(page, 'form[action$="/clearances"] button.primary');
  assert.match(await main(page), /S011/, 'the precaution stays in sight');
}

/** Hands on, written up, signed, and added to. */
async function session(page) {
  await tab(page, 'sessions');
  await treat(page);
  await tabTo(page, '[name="technique"]');
  await page.keyboard.type('Swedish');
  await tabTo(page, '[name="site"]');
  await page.keyboard.type('Upper back');
  await type(page, '[name="minutes"]', '12');
  await enter(page, 'form[action$="/applications"] button.primary');
  assert.match(await main(page), /Swedish/);
  await type(page, '[name="plan"]', 'Again in a week.');
  await type(page, 'form[action$="/sign"] [name="secret"]', OWNER.password);
  await enter(page, 'form[action$="/sign"] button.primary');
  assert.match(await main(page), /Signed by/);
  await type(page, 'form[action$="/addenda"] [name="words"]', 'Rang to say that she slept well.');
  await type(page, 'form[action$="/addenda"] [name="secret"]', OWNER.password);
  await enter(page, 'form[action$="/addenda"] button.primary');
  assert.match(await main(page), /slept well/);
  await accessible(page);
}

/** Pain of 7, then of 3: a meaningful change, with its source. */
async function trend(page) {
  await tab(page, 'measures');
  for (const pain of ['7', '3']) {
    await enter(page, 'main a[href*="/measures/nprs"]');
    await tabTo(page, page.locator('[name="i2"]').first(), 400);
    await page.keyboard.press('Space');
    for (let up = 0; up < Number(pain); up += 1) await page.keyboard.press('ArrowRight');
    await enter(page, 'form[action*="/measures/nprs"] button.primary');
    if (!page.url().endsWith('/measures')) await tab(page, 'measures');
  }
  assert.match(await main(page), /meaningful change/);
  assert.match(await main(page), /Ostelo/);
  await accessible(page);
}

const loop = (script) => async (world) => {
  const page = await world.page({ script, locale: 'en-US' });
  await begin(page, await world.empty());
  await intake(page);
  await session(page);
  await trend(page);
  assert.deepEqual(page.faults, []);
};

export default [
  { name: 'the whole loop of care needs no mouse', limit: 300_000, walk: loop(true) },
  { name: 'the whole loop of care needs no script', limit: 300_000, walk: loop(false) },
];
