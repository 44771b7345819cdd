// The client's phone: the link is taken, the intake gone through by a client of whom nothing is so, every tap counted from
// My care back to My care; then a warning sign, its words and number at once, and the practice that has to see to it.

import { strict as assert } from 'node:assert';
import { setUp } from '../harness/founded.mjs';
import { data, past } from '../harness/hands.mjs';
import { accessible, wellFormed } from '../harness/look.mjs';

const MOST = 40;

/** A client in the directory, invited. Gives the address of the link and of the chart. */
async function invited(page, program) {
  await page.goto(`${program.url}/clients/new`);
  await page.locator('[name="legal_name"]').fill('Amara Obi');
  await page.locator('main form button').last().click();
  await page.waitForURL(/\/clients\/cli_/);
  const chart = page.url().match(/.*\/clients\/cli_\w+/)[0];
  await page.goto(`${chart}/phone`);
  const link = await page.locator('a[href^="/care/"]').getAttribute('href');
  await page.locator('form[action$="/invite"] button').click();
  await page.waitForURL(/\/phone$/);
  assert.ok(!(await page.content()).includes(link), 'the link is not shown again');
  return { chart, link: `${program.url}${link}` };
}

/** Takes the link on a phone and gives the page of My care. */
async function joined(world, link, { scheme, language, script = true }) {
  const page = await world.page({ size: 'phone', scheme, script });
  await page.goto(link);
  await wellFormed(page);
  await page.locator('[name="login"]').fill('amara');
  await page.locator('[name="password"]').fill('a boat at low tide');
  await page.locator('[name="locale"]').selectOption(language);
  await page.locator('main form button').click();
  await page.waitForURL(/\/my$/);
  return page;
}

async function look(world, page, name) {
  await wellFormed(page);
  await accessible(page);
  await world.picture(page, name);
}

/** Goes through the intake with one tap a screen where nothing is so; gives the taps and the steps. */
async function healthy(page, see) {
  let taps = 0;
  const steps = [];
  const tap = async (at) => {
    taps += 1;
    await Promise.all([page.waitForNavigation(), page.locator(at).first().click()]);
  };
  await tap('main a[href="/my/intake/next"]');
  while (!/\/my\/intake$/.test(page.url())) {
    const step = page.url().split('/').pop();
    assert.ok(!steps.includes(step), `${step} twice`);
    steps.push(step);
    if (['where', 'heart', 'today_alarm', 'medicines', 'liking'].includes(step)) await see(step);
    if (step === 'liking') {
      taps += 1;
      await page.locator('[name="pressure"][value="right"]').check({ force: true });
      await tap('main form button.primary');
    } else {
      await tap(step === 'medicines' ? 'button[value="on"]' : 'button[value="none"]');
    }
  }
  await see('done');
  await tap('main a[href="/my"]');
  return { taps, steps };
}

/** Invites a client of the demo who was treated lately; gives their chart and the link. */
async function invitedOfDemo(page, demo, at) {
  await demo.signIn(page, demo.person('practitioner'));
  assert.ok(await past(page, '/me/pin', { pin: '2580', password: demo.person('practitioner').password }) < 400);
  await page.goto(`${demo.url}/today`);
  const who = (await data(page, '/today')).regulars[at];
  await page.goto(`${demo.url}${who.chart}/phone`);
  const link = await page.locator('a[href^="/care/"]').getAttribute('href');
  await page.locator('form[action$="/invite"] button').click();
  await page.waitForURL(/\/phone$/);
  return { chart: who.chart, link: `${demo.url}${link}` };
}

const beyond = [['light', 'en', 0], ['dark', 'es', 1]].map(([scheme, language, at]) => ({
  name: `what was done, the programme, messages, the record and a kept device, ${scheme}, ${language}`,
  limit: 240_000,
  walk: async (world) => {
    const demo = await world.demo();
    const practice = await world.page({ size: 'tablet', scheme });
    const { chart, link } = await invitedOfDemo(practice, demo, at);
    const page = await world.page({ size: 'phone', scheme });
    await page.goto(link);
    // Some clients of the demo chose a sign-in already; then the link is for a new password.
    if (await page.locator('[name="login"]').count()) await page.locator('[name="login"]').fill(`client${at}`);
    await page.locator('[name="password"]').fill('a boat at low tide');
    await page.locator('[name="locale"]').selectOption(language);
    await page.locator('main form button').click();
    await page.waitForURL(/\/my$/);
    const name = `phone-${scheme}-${language}`;
    await look(world, page, `${name}-mine`);
    for (const room of ['plan', 'home', 'messages', 'consent', 'record']) {
      await page.goto(`${demo.url}/my/${room}`);
      await look(world, page, `${name}-${room}`);
    }
    await page.goto(`${demo.url}/my/plan`);
    const card = page.locator('main a[href$="/after-care"]').first();
    if (await card.count()) {
      await card.click();
      await look(world, page, `${name}-after-care`);
    }
    assert.equal((await page.goto(`${demo.url}${chart}`)).status(), 404, 'the practice\'s page of the same chart is not there');

    await practice.goto(`${demo.url}/intake-form`);
    await look(world, practice, `phone-paper-${scheme}`);
    await practice.goto(`${demo.url}${chart}/phone`);
    await practice.locator('button[name="source"][value="client"]').click();
    await practice.waitForURL(/\/my\/intake$/);
    await look(world, practice, `phone-kept-${scheme}`);
    await practice.goto(`${demo.url}/today`);
    assert.match(practice.url(), /\/unlock$/, 'nothing else opens');
    await practice.locator('[name="pin"]').fill('2580');
    await practice.locator('main form button').first().click();
    await practice.waitForURL(/\/today$/);
  },
}));

export default [
  ['light', 'en', true],
  ['dark', 'es', true],
  ['light', 'en', false],
].map(([scheme, language, script]) => ({
  name: `the intake of a healthy client on a phone, ${scheme}, ${language}${script ? '' : ', without script'}`,
  limit: 240_000,
  walk: async (world) => {
    const program = await world.empty();
    const practice = await world.page({ size: 'tablet', scheme });
    await setUp(practice, program);
    const { chart, link } = await invited(practice, program);
    await look(world, practice, `phone-invitation-${scheme}`);
    const page = await joined(world, link, { scheme, language, script });
    const name = `phone-${scheme}-${language}${script ? '' : '-plain'}`;
    // Axe is a script itself: without script the pages are only walked.
    const see = (what) => (script ? look(world, page, `${name}-${what}`) : wellFormed(page));
    await see('home');
    const { taps, steps } = await healthy(page, see);
    console.log(`  taps: the intake of a healthy client, ${steps.length} screens: ${taps}`);
    assert.ok(taps <= MOST, `${taps} taps`);
    assert.ok(steps.length >= 20, 'nothing was left out');

    await page.goto(`${program.url}/my/intake/today_alarm`);
    await page.locator('[name="yes"][value="stroke_signs"]').check({ force: true });
    await page.locator('button[name="rest"][value="no"]').click();
    await page.waitForURL(/\/my\/help\//);
    assert.equal(await page.locator('a[href^="tel:"]').count(), 1, 'the number at once');
    await see('help');

    await practice.goto(`${program.url}/today`);
    await practice.locator(`a[href$="/alerts"]`).first().click();
    await look(world, practice, `phone-alert-${scheme}`);
    await practice.locator('[name="words"]').fill('Rang her: her son drives her to hospital.');
    await practice.locator('main form button').first().click();
    await practice.waitForURL(/\/alerts$/);
    assert.match(await practice.content(), /her son drives her/);
    await practice.goto(chart);
    await look(world, practice, `phone-chart-${scheme}`);
  },
})).concat(beyond);
