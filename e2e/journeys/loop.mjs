// The loop of care from an empty practice: set-up, client, intake, stopped by a red flag, cleared, treated, signed, added to,
// and the trend; by the keyboard alone, and once more in a browser without script. What is stored is read after each step.

import { strict as assert } from 'node:assert';
import { OWNER, PRACTICE } from '../harness/founded.mjs';
import { data, keyboard, past, plain } from '../harness/hands.mjs';
import { accessible } from '../harness/look.mjs';

/** axe is a script itself: without script there is nothing to run it. */
const seen = (hand, page) => (hand === keyboard ? accessible(page) : undefined);

const TODAY = new Date().toISOString().slice(0, 10);
const main = (page) => page.locator('main').textContent();
const tab = (hand, page, tail) => hand.enter(page, `nav.tabs a[href$="/${tail}"]`);

/** Set-up, then a client; gives the chart's path. */
async function begin(hand, page, program) {
  await page.goto(`${program.url}/set-up`);
  for (const [name, text] of [['code', program.code], ...PRACTICE]) await hand.type(page, `[name="${name}"]`, text);
  await hand.choose(page, '[name="treats"]');
  await hand.enter(page, 'main form button.primary');
  assert.equal((await data(page, '/practice')).people.length, 1, 'the practice is founded');
  await page.goto(`${program.url}/clients`);
  await hand.enter(page, 'a[href="/clients/new"]');
  await hand.type(page, '[name="legal_name"]', 'Amparo Ríoclaro');
  await hand.type(page, '[name="birth_on"]', '1980-03-17');
  await hand.enter(page, 'main form button.primary');
  const chart = new URL(page.url()).pathname.split('/').slice(0, 3).join('/');
  await page.goto(program.url + chart);
  assert.equal((await data(page, chart)).name, 'Amparo Ríoclaro');
  return chart;
}

/** A clot is told of: nothing can be begun, by the page or past it, until somebody entitled has cleared it. */
async function stoppedAndCleared(hand, page, chart) {
  await tab(hand, page, 'intake');
  await hand.enter(page, 'main a[href$="/intake/vessels"]');
  await hand.enter(page, 'main a[href$="/facts/vte_confirmed"]');
  await hand.choose(page, '[name="answer"][value="yes"]');
  await hand.type(page, '[name="since"]', TODAY.slice(0, 7));
  await hand.enter(page, 'main form button.primary');
  const told = (await data(page, `${chart}/intake`)).groups.find((group) => group.key === 'vessels');
  assert.equal(told.yes.length, 1, 'the clot is in the record');
  await hand.enter(page, '.primary-action a');
  assert.equal(await page.locator('button[value="full_body_60"]').count(), 0, 'nothing is offered that could not begin');
  assert.match(await main(page), /S011/);
  await seen(hand, page);
  assert.equal(await past(page, `${chart}/sessions`, { kind: 'treatment' }), 422, 'hands wait');
  await hand.enter(page, 'button[name="begin"][value="treatment"]');
  assert.match(page.url(), /\/screen$/, 'what stops is shown at once');
  assert.equal((await data(page, `${chart}/sessions`)).rows.length, 0, 'nothing was opened');
  assert.equal((await data(page, `${chart}/begin`)).asked.checked, true, 'what was answered is kept');
  await seen(hand, page);
  await hand.enter(page, 'main a[href$="/clearances"]');
  await hand.pick(page, '[name="rule"]', 'S011');
  await hand.choose(page, '[name="kind"][value="cleared"]');
  await hand.type(page, '[name="given_by"]', 'Dr Basil Hollowmere');
  await hand.type(page, '[name="profession"]', 'general practitioner');
  await hand.date(page, '[name="given_on"]', TODAY);
  await hand.enter(page, 'form[action$="/clearances"] button.primary');
  assert.match(await main(page), /S011/, 'the precaution stays in sight');
  assert.match(JSON.stringify(await data(page, `${chart}/clearances`)), /Hollowmere/);
  assert.equal((await data(page, `${chart}/begin`)).asked.stops, false, 'it no longer stops');
}

/** Hands on, written up, signed, and added to; after the signature nothing else is taken. */
async function session(hand, page, chart) {
  await hand.enter(page, '.primary-action a');
  await hand.enter(page, 'button[name="begin"][value="treatment"]');
  const path = new URL(page.url()).pathname;
  assert.match(path, /\/sessions\/ses_/);
  await hand.open(page, page.locator('details:has(form[action$="/applications"])').last());
  await hand.pick(page, '[name="technique"]', 'Swedish');
  await hand.pick(page, '[name="site"]', 'Upper and mid back');
  await hand.type(page, '[name="minutes"]', '12');
  await hand.enter(page, 'form[action$="/applications"] button.primary');
  const open = await data(page, path);
  assert.equal(open.row.state, 'open');
  assert.match(open.applications[0].technique, /^Swedish/);
  assert.match(open.applications[0].dose, /12 min/);
  await hand.type(page, '[name="plan"]', 'Again in a week.');
  await hand.type(page, 'form[action$="/sign"] [name="secret"]', OWNER.password);
  await hand.enter(page, 'form[action$="/sign"] button.primary');
  const signed = await data(page, path);
  assert.equal(signed.row.state, 'signed');
  assert.match(JSON.stringify(signed.note.parts), /12 min.*Again in a week/s);
  assert.ok(await past(page, `${path}/draft`, { plan: 'something else' }) >= 400, 'what is signed is only added to');
  await hand.type(page, 'form[action$="/addenda"] [name="words"]', 'Rang to say that she slept well.');
  await hand.type(page, 'form[action$="/addenda"] [name="secret"]', OWNER.password);
  await hand.enter(page, 'form[action$="/addenda"] button.primary');
  const added = await data(page, path);
  assert.equal(added.note.marks[0].words, 'Rang to say that she slept well.');
  assert.deepEqual(added.note.parts, signed.note.parts, 'the signed text stands as it was');
  await seen(hand, page);
}

/** Pain of 7, then of 3: a meaningful change, with its source. */
async function trend(hand, page, chart) {
  await tab(hand, page, 'measures');
  for (const pain of [7, 3]) {
    await hand.enter(page, 'main a[href*="/measures/nprs"]');
    await hand.rate(page, 'i2', pain);
    await hand.enter(page, 'form[action*="/measures/nprs"] button.primary');
    if (!page.url().endsWith('/measures')) await tab(hand, page, 'measures');
  }
  const [series] = (await data(page, `${chart}/measures`)).series;
  assert.deepEqual([series.change.from, series.change.to, series.count], [7, 3, 2]);
  assert.match(await main(page), /meaningful change/);
  assert.match(await main(page), /Ostelo/);
  await seen(hand, page);
}

const loop = (hand, script) => async (world) => {
  const page = await world.page({ script, locale: 'en-US' });
  const chart = await begin(hand, page, await world.empty());
  await stoppedAndCleared(hand, page, chart);
  await session(hand, page, chart);
  await trend(hand, page, chart);
  const verbs = (await data(page, `${chart}/trail`));
  for (const verb of ['clearance.record', 'session.begin', 'application.record', 'note.sign', 'note.add', 'measure.record']) {
    assert.ok(JSON.stringify(verbs).includes(verb), `the trail tells of ${verb}`);
  }
  assert.deepEqual(page.faults, []);
};

export default [
  { name: 'the whole loop of care needs no mouse', limit: 300_000, walk: loop(keyboard, true) },
  { name: 'the whole loop of care needs no script', limit: 300_000, walk: loop(plain, false) },
];
