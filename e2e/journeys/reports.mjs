// Published case reports, entered through the pages from the complaint to the letter. Every figure and every word comes from
// the files of vectors/reports; what a report does not state stays empty, and that it is empty is looked at too.

import { strict as assert } from 'node:assert';
import { createHash, randomUUID } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { OWNER, setUp } from '../harness/founded.mjs';
import { data } from '../harness/hands.mjs';

const FOLDER = new URL('../../vectors/reports/', import.meta.url);

/** The report whose file begins so. */
async function report(id) {
  const file = (await readdir(FOLDER)).find((name) => name.startsWith(`${id.toLowerCase()}_`));
  return JSON.parse(await readFile(new URL(file, FOLDER), 'utf8'));
}

/** Presses a button, and waits for the page to which it leads. */
const press = (page, target) => Promise.all([page.waitForNavigation(), page.locator(target).first().click()]);
const check = (page, field) => page.locator(field).first().check({ force: true });
const main = (page) => page.locator('main').textContent();

/** Sends a form as its page would, with an act of its own, and gives where it leads. */
async function send(page, path, form) {
  const url = new URL(path, page.url()).href;
  const answer = await page.request.post(url, { form: { _act: randomUUID(), ...form }, headers: { 'sec-fetch-site': 'same-origin' }, maxRedirects: 0 });
  assert.equal(answer.status(), 303, `${path.replace(/.*\//, '')}: ${answer.status()}`);
  return answer.headers().location;
}

/** A practice of one, who enters reports. */
async function practice(world) {
  const page = await world.page();
  await setUp(page, await world.empty());
  return page;
}

/** The client of a report, by its page: whose it is, and the sex; an age gives no birthday. Gives the chart's path. */
async function client(page, { id, client, citation }) {
  await page.goto(new URL('/clients/new', page.url()).href);
  await page.locator('[name="legal_name"]').fill(`Case report ${id}`);
  await page.locator('[name="identifier"]').fill(citation.doi ?? citation.journal);
  await check(page, `[name="clinical_sex"][value="${client.sex}"]`);
  await press(page, 'main form button.primary');
  const chart = new URL(page.url()).pathname.split('/').slice(0, 3).join('/');
  await page.goto(new URL(chart, page.url()).href);
  return chart;
}

async function complaint(page, chart, words, site) {
  await page.goto(new URL(`${chart}/complaints`, page.url()).href);
  await page.locator('[name="words"]').fill(words);
  await page.locator('[name="site1"]').selectOption(site);
  await press(page, 'form:has([name="words"]) button.primary');
  assert.ok((await main(page)).includes(words));
}

/** A figure in the unit of our form: points as they are, centimetres in whole millimetres. */
const shown = (value, unit) => (unit === 'cm' ? Math.round(value * 10) : value);
const byFirst = ([a], [b]) => a - b;

/** Pain and mouth opening, each on its page, on a day that nobody stated. */
async function measured(page, chart, outcomes, when) {
  for (const { instrument, [when]: value, unit } of outcomes) {
    if (typeof value !== 'number') continue; // a direction without a number is no measure
    const [key, name] = instrument.startsWith('numerical pain') ? ['nprs', 'i2'] : ['jaw_opening', 'value'];
    await page.goto(new URL(`${chart}/measures/${key}`, page.url()).href);
    const form = `form[action$="/measures/${key}"]`;
    if (key === 'nprs') {
      await page.locator(`${form} [name="site"]`).selectOption('jaw');
      await check(page, `${form} [name="${name}"][value="${shown(value, unit)}"]`);
    } else {
      await page.locator(`${form} [name="${name}"]`).fill(String(shown(value, unit)));
    }
    await page.locator(`${form} details:has([name="not_stated"]) > summary`).click();
    await check(page, `${form} [name="not_stated"]`);
    await press(page, `${form} button.primary`);
  }
}

/** Signs a letter that was begun, and gives its PDF, the very bytes that were signed. */
async function signedLetter(page) {
  await page.locator('form[action$="/sign"] [name="secret"]').fill(OWNER.password);
  await press(page, 'form[action$="/sign"] button.primary');
  const at = new URL(page.url());
  const pdf = await (await page.request.get(`${at.href}/pdf`)).body();
  assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
  const digest = createHash('sha256').update(pdf).digest('hex');
  assert.ok((await main(page)).includes(digest), 'what is fetched is what was signed');
  return pdf;
}

const field = (page, name) => page.locator(`[name="${name}"]`).inputValue();

/** The jaw of R01: ten sessions of which nobody told the content, pain and opening before and after. */
async function jaw(world) {
  const told = await report('R01');
  const page = await practice(world);
  const chart = await client(page, told);
  const words = `${told.complaint.text}; with ${told.complaint.associated.join(' and ')}`;
  await complaint(page, chart, words, 'jaw');
  await measured(page, chart, told.outcomes, 'baseline');

  // The plan as the report has it: how often and how long, what was done at home in its words; no technique is named.
  const { sessions, session_minutes: minutes, duration_weeks: weeks } = told.plan;
  assert.equal(told.plan.techniques, null);
  await page.goto(new URL(`${chart}/plan/new`, page.url()).href);
  const form = 'form:has([name="seen"])';
  assert.match(await page.locator('main').innerHTML(), /name="about" value="tmd"/, 'the complaint leads to its condition');
  for (const [name, value] of [['visits', sessions], ['weeks', weeks], ['minutes', minutes]]) await page.locator(`${form} [name="${name}"]`).fill(String(value));
  const review = new Date(Date.now() + weeks * 7 * 86_400_000).toISOString().slice(0, 10);
  await page.locator(`${form} [name="review_on"]`).fill(review);
  await page.locator(`${form} [name="words"]`).fill(`At home: ${told.home_care.join(', ')}.`);
  await press(page, `${form} button.primary`);
  const { plans } = await data(page, `${chart}/plan`);
  assert.deepEqual([plans[0].visits, plans[0].weeks, plans[0].minutes], [sessions, weeks, minutes]);
  assert.deepEqual([plans[0].techniques, plans[0].home, plans[0].goals], [[], [], []], 'nothing that was not stated');

  // One session by its pages; the others are the same forms.
  await page.goto(new URL(`${chart}/sessions`, page.url()).href);
  await page.locator('details:has([name="unreported"]) > summary').click();
  for (const name of ['not_stated', 'unreported']) await check(page, `[name="${name}"]`);
  await press(page, 'form:has([name="unreported"]) button:not([type])');
  await page.locator('form[action$="/end"] [name="minutes"]').fill(String(minutes));
  await press(page, 'form[action$="/end"] button[value="finished"]');
  await page.locator('form[action$="/sign"] [name="secret"]').fill(OWNER.password);
  await press(page, 'form[action$="/sign"] button.primary');
  assert.match(await main(page), /not reported/i);
  for (let next = 1; next < sessions; next += 1) {
    const session = await send(page, `${chart}/sessions`, { kind: 'treatment', not_stated: 'yes', unreported: 'yes' });
    await send(page, `${session}/end`, { outcome: 'finished', minutes: String(minutes) });
    await send(page, `${session}/sign`, { secret: OWNER.password });
  }
  const { rows } = await data(page, `${chart}/sessions`);
  assert.equal(rows.length, sessions);
  for (const row of rows) assert.deepEqual([row.state, row.on, row.applications], ['signed', null, 0]);

  await measured(page, chart, told.outcomes, 'final');
  const { series } = await data(page, `${chart}/measures`);
  const figures = told.outcomes.filter(({ final }) => typeof final === 'number');
  const both = figures.map(({ baseline, final, unit }) => [baseline, final].map((value) => shown(value, unit)));
  const kept = series.map(({ change }) => [change.from, change.to]);
  assert.deepEqual(kept.sort(byFirst), both.sort(byFirst), 'the first and the last, and no measure beside them');

  await page.goto(new URL(`${chart}/letters`, page.url()).href);
  await check(page, '[name="kind"][value="discharge"]');
  await page.locator('[name="to"]').selectOption('client');
  await page.locator('[name="complaint"]').selectOption({ index: 1 });
  await press(page, 'form[action$="/letters"] button.primary');
  assert.ok((await field(page, 'asked')).includes(told.complaint.text));
  assert.ok((await field(page, 'who')).includes(`${sessions} visits; their days are not stated`));
  const changed = await field(page, 'changed');
  for (const [first, last] of both) assert.match(changed, new RegExp(`\\b${first} \\w+ to ${last} \\w+`));
  assert.match(await field(page, 'found'), /not asked/, 'nobody told what was asked');
  await world.picture(page, 'report-jaw-discharge');
  await signedLetter(page);

  // What the report does not state is in no place of the chart.
  assert.match(JSON.stringify(await data(page, `${chart}/consent`)), /"given":\[\]|"rows":\[\]|"consents":\[\]/);
  assert.deepEqual((await data(page, `${chart}/medicines`)).rows ?? [], []);
  return page;
}

/** What is found in the report's words as statements of intake: the fact, its answer, days since, and the words for it. */
const FOUND = [
  ['neck_pain', 'yes', 2, 'posterior neck pain began suddenly during a massage two days before'],
  ['neck_trauma_minor', 'yes', 2, 'during a massage two days before'],
  ['neck_pain_unlike_before', 'yes', 1, 'unlike his usual migraine'],
  ['headache_new', 'yes', 1, 'one-day bitemporal gradual headache'],
  ['headache_usual_pattern', 'no', 0, 'unlike his usual migraine'],
  ['nausea_new', 'yes', 1, 'nausea and vomiting'],
  ['dizziness_new', 'no', 0, 'no vertigo'],
  ['cranial_nerve_sign', 'no', 0, 'unremarkable at first examination'],
  ['fever', 'no', 0, 'no fever'],
];
const SIGNS = { 'heart rate': 'heart_rate', 'respiratory rate': 'resp_rate', SpO2: 'spo2' };

/** The neck artery of R29: seen, not treated, and handed over. */
async function neck(world) {
  const told = await report('R29');
  const page = await practice(world);
  const chart = await client(page, told);
  await complaint(page, chart, told.complaint.text, 'neck');

  const all = JSON.stringify(told);
  const day = (ago) => (ago ? new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10) : '');
  for (const [at, [fact, answer, ago, words]] of FOUND.entries()) {
    assert.ok(all.includes(words), `the report says so: ${words}`);
    if (at > 0) {
      await send(page, `${chart}/facts/${fact}`, { answer, since: day(ago), detail: words, source: 'practitioner' });
      continue;
    }
    await page.goto(new URL(`${chart}/facts/${fact}`, page.url()).href);
    await check(page, `[name="answer"][value="${answer}"]`);
    await page.locator('[name="since"]').fill(day(ago));
    await page.locator('[name="detail"]').fill(words);
    await page.locator('[name="source"]').selectOption('practitioner');
    await press(page, 'form:has([name="source"]) button.primary');
  }
  for (const { instrument, value } of told.baseline) {
    const parts = instrument === 'blood pressure' ? [['sbp', value.split('/')[0]], ['dbp', value.split('/')[1]]] : [[SIGNS[instrument], value]];
    for (const [fact, answer] of parts) if (fact) await send(page, `${chart}/facts/${fact}`, { answer: String(answer), source: 'practitioner' });
  }
  await page.goto(new URL(`${chart}/screen`, page.url()).href);
  assert.ok(await page.locator('main .mark.stop, main .stop').count() > 0, 'hands stop');
  await world.picture(page, 'report-neck-screen');

  // Nothing can be begun; the client is seen, and that something came of a massage elsewhere is told.
  await page.goto(new URL(`${chart}/begin`, page.url()).href);
  assert.equal(await page.locator('button[value="full_body_60"]').count(), 0);
  await press(page, 'button[name="begin"][value="seen"]');
  const session = new URL(page.url()).pathname;
  await page.locator('details:has([name="severity"]) > summary').click();
  await page.locator('[name="code"]:is(select)').selectOption('other');
  await check(page, '[name="severity"][value="severe"]');
  await page.locator('form:has([name="severity"]) [name="detail"]').fill(told.adverse_effects);
  await press(page, 'form:has([name="severity"]) button:not([type])');
  await press(page, 'form[action$="/end"] button[value="escalated"]');
  const objective = told.baseline.map(({ instrument, value, unit }) => `${instrument} ${value} ${unit ?? ''}`.trim()).join('; ');
  await page.locator('[name="subjective"]').fill(told.complaint.text);
  await page.locator('[name="objective"]').fill(objective);
  await page.locator('form[action$="/sign"] [name="secret"]').fill(OWNER.password);
  await press(page, 'form[action$="/sign"] button.primary');
  const seen = await data(page, session);
  assert.equal(seen.row.state, 'signed');
  assert.equal(seen.applications.length, 0, 'no hands');

  await page.goto(new URL(`${chart}/letters`, page.url()).href);
  await press(page, 'form[action$="/letters/handover"] button');
  assert.ok((await field(page, 'found')).length > 40, 'what stops, and why');
  assert.match(await field(page, 'changed'), /neck/i);
  await world.picture(page, 'report-neck-handover');
  await signedLetter(page);
  assert.deepEqual((await data(page, `${chart}/measures`)).series, [], 'no outcome is stated, none is shown');
  return page;
}

const faultless = (walk) => async (world) => assert.deepEqual((await walk(world)).faults, []);

export default [
  { name: 'a jaw of ten sessions, from the complaint to the discharge letter', walk: faultless(jaw) },
  { name: 'a torn neck artery, seen and handed over', walk: faultless(neck) },
  {
    name: 'a report of a group is no client, and every other report is entered',
    walk: async () => {
      const ids = (await readdir(FOLDER)).map((name) => name.split('_')[0].toUpperCase()).sort();
      const single = [];
      for (const id of ids) if ((await report(id)).client.n === 1) single.push(id);
      assert.deepEqual(single, ['R01', 'R29']);
    },
  },
];
