// The first hour of a practice: set-up with the code from the console, then signing in.

import { strict as assert } from 'node:assert';
import { OWNER, setUp } from '../harness/founded.mjs';
import { accessible, tabTo, wellFormed } from '../harness/look.mjs';

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
      await setUp(page, program);
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
      await setUp(await world.page(), program);
      const page = await world.page();
      await page.goto(`${program.url}/sign-in`);
      await tabTo(page, 'input[autocomplete="username"]');
      await page.keyboard.type(OWNER.name);
      await tabTo(page, 'input[autocomplete="current-password"]');
      await page.keyboard.type(OWNER.password);
      await page.keyboard.press('Enter');
      await page.waitForURL((url) => url.pathname !== '/sign-in');
      assert.deepEqual(page.faults, []);
    },
  },
  {
    name: 'signing in needs no script, and a wrong password keeps the door shut',
    walk: async (world) => {
      const program = await world.empty();
      await setUp(await world.page(), program);
      const page = await world.page({ script: false });
      await page.goto(`${program.url}/sign-in`);
      await page.locator('input[autocomplete="username"]').fill(OWNER.name);
      await page.locator('input[autocomplete="current-password"]').fill('guessed wrong');
      await page.locator('main form button').last().click();
      assert.equal(new URL(page.url()).pathname, '/sign-in');
      await program.signIn(page, OWNER);
      assert.notEqual(new URL(page.url()).pathname, '/sign-in');
    },
  },
];
