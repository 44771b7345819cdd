// The first hour of a practice: set-up with the code from the console, signing out, signing in.

import { strict as assert } from 'node:assert';
import { accessible, tabTo, wellFormed } from '../harness/look.mjs';

const PRACTICE = [
  ['practice', 'Hands and House'],
  ['zone', 'Europe/Madrid'],
  ['jurisdiction', 'ES'],
  ['name', 'Marta Lind'],
  ['login', 'marta'],
  ['password', 'linen and spruce'],
];
const MARTA = { name: 'marta', password: 'linen and spruce' };

/** Fills the form of set-up with a code and sends it. */
async function setUp(page, program, code) {
  await page.goto(`${program.url}/set-up`);
  for (const [name, text] of [['code', code], ...PRACTICE]) await page.locator(`[name="${name}"]`).fill(text);
  await page.locator('[name="treats"]').check();
  await page.locator('main form button').last().click();
}

export default [
  {
    name: 'a wrong code founds nothing, the printed one founds the practice',
    walk: async (world) => {
      const program = await world.empty();
      const page = await world.page();
      await setUp(page, program, 'not-the-code');
      assert.equal(new URL(page.url()).pathname, '/set-up');
      assert.equal(await page.locator('[name="practice"]').inputValue(), 'Hands and House', 'what was typed is kept');
      await accessible(page);
      await setUp(page, program, program.code);
      assert.notEqual(new URL(page.url()).pathname, '/set-up');
      await page.goto(`${program.url}/practice`);
      assert.match(await page.locator('main').textContent(), /Hands and House|Marta Lind/);
      await accessible(page);
      await wellFormed(page);
    },
  },
  {
    name: 'signing in needs no mouse',
    walk: async (world) => {
      const program = await world.empty();
      await setUp(await world.page(), program, program.code);
      const page = await world.page();
      await page.goto(`${program.url}/sign-in`);
      await tabTo(page, 'input[autocomplete="username"]');
      await page.keyboard.type(MARTA.name);
      await tabTo(page, 'input[autocomplete="current-password"]');
      await page.keyboard.type(MARTA.password);
      await page.keyboard.press('Enter');
      await page.waitForURL((url) => url.pathname !== '/sign-in');
      assert.deepEqual(page.faults, []);
    },
  },
  {
    name: 'signing in needs no script, and a wrong password keeps the door shut',
    walk: async (world) => {
      const program = await world.empty();
      await setUp(await world.page(), program, program.code);
      const page = await world.page({ script: false });
      await page.goto(`${program.url}/sign-in`);
      await page.locator('input[autocomplete="username"]').fill(MARTA.name);
      await page.locator('input[autocomplete="current-password"]').fill('guessed wrong');
      await page.locator('main form button').last().click();
      assert.equal(new URL(page.url()).pathname, '/sign-in');
      await program.signIn(page, MARTA);
      assert.notEqual(new URL(page.url()).pathname, '/sign-in');
    },
  },
];
