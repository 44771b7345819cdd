// Plan and consent as they are met: a plan chosen from what is proposed, told in plain words, a consent drawn with a pen and
// one typed without script, taken back. Each page with axe, at both sizes, both themes, in both languages.

import { strict as assert } from 'node:assert';
import { setUp } from '../harness/founded.mjs';
import { accessible, keyboardReaches, wellFormed } from '../harness/look.mjs';

const PLACES = [['tablet', 'light'], ['phone', 'dark']];

async function look(world, page, name) {
  await wellFormed(page);
  await accessible(page);
  await world.picture(page, name);
}

/** A client with a sore neck, six of ten. Gives the address of the chart. */
async function client(page, program) {
  await page.goto(`${program.url}/clients/new`);
  await page.locator('[name="legal_name"]').fill('Amara Obi');
  await page.locator('main form button').last().click();
  await page.waitForURL(/\/clients\/cli_/);
  const chart = page.url().match(/.*\/clients\/cli_\w+/)[0];
  await page.goto(`${chart}/complaints`);
  await page.locator('[name="words"]').fill('My neck pain comes back at the desk');
  await page.locator('[name="site1"]').selectOption('neck');
  await page.locator('form:has([name="words"]) button').last().click();
  await page.goto(`${chart}/measures/nprs`);
  await page.locator('[name="i2"][value="6"]').check({ force: true });
  await page.locator('form:has([name="i2"]) button').last().click();
  return chart;
}

async function draw(page, at) {
  const pad = page.locator('sign-pad svg').nth(at);
  await pad.scrollIntoViewIfNeeded();
  const box = await pad.boundingBox();
  await page.mouse.move(box.x + 20, box.y + 60);
  await page.mouse.down();
  for (const [x, y] of [[60, 20], [90, 90], [130, 30], [170, 80], [220, 40]]) await page.mouse.move(box.x + x, box.y + y, { steps: 4 });
  await page.mouse.up();
}

async function signed(page) {
  await page.locator('form:has([name="digest"]) button.primary').click();
  await page.waitForURL(/\/consent$/);
}

export default PLACES.map(([size, scheme]) => ({
  name: `a plan is chosen, told and consented to, ${size}, ${scheme}`,
  limit: 240_000,
  walk: async (world) => {
    const program = await world.empty();
    const page = await world.page({ size, scheme });
    await setUp(page, program);
    const chart = await client(page, program);

    await page.goto(`${chart}/plan/new`);
    await page.locator('[name="use"]').first().check({ force: true });
    await page.locator('[name="home"]').first().check({ force: true });
    await page.locator('[name="goal0"]').check({ force: true });
    await page.locator('[name="own1-technique"]').selectOption('swedish');
    await page.locator('[name="own1-site"]').selectOption('pectoralis_sternal');
    await page.locator('[name="review_on"]').fill('2099-01-01');
    await look(world, page, `plan-new-${size}-${scheme}`);
    await keyboardReaches(page);
    await page.locator('form:has([name="seen"]) button.primary').click();
    await page.waitForURL(/\/plan$/);
    assert.match(await page.locator('main').textContent(), /No consent: Chest wall/);
    await look(world, page, `plan-${size}-${scheme}`);
    await page.getByRole('link', { name: 'In plain words' }).click();
    await look(world, page, `plan-plain-${size}-${scheme}`);
    await page.getByRole('button', { name: 'Español' }).click();
    await look(world, page, `plan-plain-es-${size}-${scheme}`);

    await page.goto(`${chart}/consent/new?language=es`);
    await look(world, page, `consent-new-es-${size}-${scheme}`);
    await page.goto(`${chart}/consent/new`);
    await page.locator('[name="answer-general"][value="yes"]').check({ force: true });
    await page.locator('[name="answer-chest_wall"][value="question"]').check({ force: true });
    await draw(page, 0);
    await look(world, page, `consent-new-${size}-${scheme}`);
    await keyboardReaches(page);
    await signed(page);
    await look(world, page, `consent-${size}-${scheme}`);
    await page.locator('main a[href*="/consent/con_"]').first().click();
    assert.match(await page.locator('svg.signed path').getAttribute('d'), /^M[\d.]+ [\d.]+Q/);
    await look(world, page, `consent-signed-${size}-${scheme}`);
    await page.emulateMedia({ media: 'print' });
    await world.picture(page, `consent-print-${size}-${scheme}`);
    await page.emulateMedia({ media: 'screen' });

    await page.goto(chart);
    assert.match(await page.locator('body').textContent(), /Consent .*–.*:/);
    await look(world, page, `chart-with-plan-${size}-${scheme}`);
    await page.goto(`${chart}/begin`);
    assert.match(await page.locator('main').textContent(), /Left out today/);
    await look(world, page, `session-start-${size}-${scheme}`);

    await page.goto(`${chart}/consent`);
    await page.getByText('The client takes it back').first().click();
    await page.getByRole('button', { name: 'Record that it is withdrawn' }).first().click();
    await page.waitForLoadState();
    assert.match(await page.locator('main').textContent(), /withdrawn/);
  },
})).concat([
  {
    name: 'a consent is typed and kept without script',
    walk: async (world) => {
      const program = await world.empty();
      const page = await world.page({ script: false });
      await setUp(page, program);
      const chart = await client(page, program);
      await page.goto(`${chart}/consent/new`);
      assert.equal(await page.locator('sign-pad').first().isVisible(), false, 'nothing to draw on without script');
      await page.locator('[name="answer-general"][value="yes"]').check({ force: true });
      await page.locator('[name="typed"]').fill('Amara Obi');
      await signed(page);
      assert.match(await page.locator('main').textContent(), /stands/);
      await wellFormed(page);
    },
  },
]);
