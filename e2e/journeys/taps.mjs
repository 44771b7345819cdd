// How many taps a visit takes, counted from Today back to Today by the script that taps: links and buttons touched, fields
// touched before something is typed into them. The digits of the PIN that signs are counted apart and printed beside.

import { strict as assert } from 'node:assert';
import { data, past } from '../harness/hands.mjs';

const PIN = '2580';

/** A finger that counts. */
class Finger {
  taps = 0;
  digits = 0;

  constructor(page) {
    this.page = page;
  }

  async tap(target) {
    this.taps += 1;
    const at = typeof target === 'string' ? this.page.locator(target).first() : target.first();
    await Promise.all([this.page.waitForNavigation(), at.click()]);
  }

  /** A touch that leads nowhere: a field, a list that opens. */
  async touch(target) {
    this.taps += 1;
    await this.page.locator(target).first().click();
  }

  /** A list is opened, and something in it chosen. */
  async choose(list, value) {
    this.taps += 2;
    await this.page.locator(list).first().selectOption(value);
  }

  /** A field is touched, and something typed into it. */
  async type(field, text) {
    await this.touch(field);
    await this.page.keyboard.type(text);
  }

  /** Touches the field of the signature, gives the PIN, and signs. */
  async sign() {
    this.taps += 1;
    await this.page.locator('form[action$="/sign"] [name="secret"]').click();
    this.digits += PIN.length;
    await this.page.keyboard.type(PIN);
    await this.tap('form[action$="/sign"] button.primary');
  }

  tell(what) {
    console.log(`  taps: ${what}: ${this.taps}, and ${this.digits} digits of the PIN`);
  }
}

/** Today of the demo's first practitioner, who has a PIN. */
async function today(world) {
  const demo = await world.demo();
  const page = await world.page();
  await demo.signIn(page, demo.person('practitioner'));
  assert.ok(await past(page, '/me/pin', { pin: PIN, password: demo.person('practitioner').password }) < 400);
  await page.goto(`${demo.url}/today`);
  return { demo, page, finger: new Finger(page) };
}

/** The first of those seen lately, not begun today, of whom this holds. */
async function regular(page, holds) {
  for (const one of (await data(page, '/today')).regulars) {
    if (await holds(await data(page, one.begin))) return one;
  }
  throw new Error('nobody like that was seen lately');
}

/** Nothing stands against beginning, and no complaint asks anything first. */
const free = ({ asked }) => !asked.stops && asked.before_hands.length === 0;
/** Treated before, with nothing against any of it today. */
const treated = (begin) => free(begin) && begin.last?.[0].kind.key === 'session-kind-treatment' && !begin.last[1].some((line) => line.blocked);
const home = 'nav a[href="/today"]';

export default [
  {
    name: 'a wellness visit takes at most six taps',
    walk: async (world) => {
      const { page, finger } = await today(world);
      const who = await regular(page, free);
      const before = (await data(page, `${who.chart}/sessions`)).rows.length;
      await finger.tap(`main a[href="${who.begin}"]`);
      await finger.tap('button[name="begin"][value="full_body_60"]');
      const path = new URL(page.url()).pathname;
      await finger.sign();
      await finger.tap(home);
      finger.tell('a wellness visit');
      assert.ok(finger.taps <= 6, `${finger.taps} taps`);
      const visit = await data(page, path);
      assert.equal(visit.row.state, 'signed');
      assert.equal(visit.applications.length, 8, 'the preset is recorded');
      assert.match(JSON.stringify(visit.note.parts), /60|12 min/);
      assert.equal((await data(page, who.begin)).asked.checked, true, 'the check of today is kept');
      assert.equal((await data(page, `${who.chart}/sessions`)).rows.length, before + 1);
      assert.ok((await data(page, '/today')).sessions.some((one) => one.url === path && one.signed), 'Today shows it');
    },
  },
  {
    name: 'nobody who must not be treated today is begun that way',
    walk: async (world) => {
      const { page } = await today(world);
      const who = await regular(page, free);
      const before = (await data(page, `${who.chart}/sessions`)).rows.length;
      await page.locator(`main a[href="${who.begin}"]`).click();
      await page.locator('details:has([name="fever"]) > summary').click();
      await page.locator('[name="fever"][value="yes"]').check();
      await Promise.all([page.waitForNavigation(), page.locator('button[value="full_body_60"]').click()]);
      assert.match(page.url(), /\/screen$/, 'what stops is shown at once');
      assert.equal((await data(page, `${who.chart}/sessions`)).rows.length, before, 'nothing was opened');
      assert.equal(await past(page, who.begin, { begin: 'full_body_60' }), 422);
      assert.equal(await past(page, `${who.chart}/sessions`, { preset: 'full_body_60' }), 422);
      assert.equal((await data(page, `${who.chart}/sessions`)).rows.length, before);
    },
  },
  {
    name: 'a session like the last one takes at most twelve taps and no typing but the PIN',
    walk: async (world) => {
      const { page, finger } = await today(world);
      const who = await regular(page, treated);
      const { last } = await data(page, who.begin);
      await finger.tap(`main a[href="${who.begin}"]`);
      await finger.tap('button[name="begin"][value="treatment"]');
      const path = new URL(page.url()).pathname;
      assert.equal((await data(page, path)).applications.length, 0, 'nothing counts as done before it is tapped');
      await finger.tap('form:has([value="before"]) button[name="i3"][value="4"]');
      for (const _ of last[1].slice(0, 3)) await finger.tap('#s-again ~ ul button');
      await finger.tap('form[action$="/responses"] button[value="easier_movement"]');
      await finger.tap('form:has([value="after"]) button[name="i3"][value="2"]');
      await finger.tap('form[action$="/carry"] button[value="plan"]');
      await finger.sign();
      await finger.tap(home);
      finger.tell(`a session like the last one, ${Math.min(last[1].length, 3)} applications`);
      assert.ok(finger.taps <= 12, `${finger.taps} taps`);
      const visit = await data(page, path);
      assert.equal(visit.row.state, 'signed');
      assert.equal(visit.applications.length, Math.min(last[1].length, 3));
      assert.deepEqual(visit.measured.map((one) => one.value), [4, 2]);
      const [, , assessment, plan] = visit.note.parts.map(([, text]) => text);
      assert.match(assessment, /Moves more easily/);
      assert.ok(plan.length > 0, 'the plan is carried forward');
    },
  },
  {
    name: 'a new structured session takes at most twenty-five taps',
    walk: async (world) => {
      const { page, finger } = await today(world);
      const who = await regular(page, treated);
      await finger.tap(`main a[href="${who.begin}"]`);
      await finger.tap('button[name="begin"][value="treatment"]');
      const path = new URL(page.url()).pathname;
      await finger.tap('form:has([value="before"]) button[name="i3"][value="6"]');
      // Two from the palette, none of them of the last time; one chosen from the lists, side, pressure and minutes with it.
      for (let tapped = 0; tapped < 2; tapped += 1) {
        const planned = page.locator('#s-plan ~ ul > li > form button');
        if (await planned.count() > 0) {
          await finger.tap(planned);
          continue;
        }
        await finger.touch('details:has(> ul form[action$="/applications"]) > summary');
        await finger.tap('details[open] > ul > li > form button');
      }
      const form = 'form[action$="/applications"]:has(select)';
      await finger.touch(`details:has(${form}) > summary`);
      await finger.choose(`${form} [name="technique"]`, 'trp');
      await finger.choose(`${form} [name="site"]`, 'trapezius_upper');
      await finger.touch(`${form} label:has([name="side"][value="right"])`);
      await finger.touch(`${form} label:has([name="pressure"][value="2"])`);
      await finger.type(`${form} [name="minutes"]`, '4');
      await finger.tap(`${form} button.primary`);
      await finger.tap('form[action$="/responses"] button[value="less_pain"]');
      await finger.tap('form:has([value="after"]) button[name="i3"][value="3"]');
      await finger.type('[name="plan"]', 'Chin tucks twice a day.');
      await finger.sign();
      await finger.tap(home);
      finger.tell('a new structured session, three applications, pain before and after, home care');
      assert.ok(finger.taps <= 25, `${finger.taps} taps`);
      const visit = await data(page, path);
      assert.equal(visit.row.state, 'signed');
      assert.equal(visit.applications.length, 3);
      assert.match(visit.applications.at(-1).dose, /P2 · 4 min/);
      assert.deepEqual(visit.measured.map((one) => one.value), [6, 3]);
      assert.match(JSON.stringify(visit.note.parts), /Less pain.*Chin tucks twice a day/s);
    },
  },
  {
    name: 'three ready notes are reviewed and signed in at most eight taps',
    walk: async (world) => {
      const { page, finger } = await today(world);
      while ((await data(page, '/today')).unsigned.length < 3) {
        const who = await regular(page, free);
        assert.ok(await past(page, who.begin, { begin: 'back_neck_30' }) < 400);
      }
      await page.reload();
      const waiting = (await data(page, '/today')).unsigned.length;
      await finger.tap('main a.primary[href$="?then=next"]');
      const signed = [];
      for (let note = 0; note < 3; note += 1) {
        assert.ok((await page.locator('[name="objective"]').inputValue()).length > 0, 'the note is there to be read');
        signed.push(new URL(page.url()).pathname);
        await finger.sign();
      }
      if (new URL(page.url()).pathname !== '/today') await finger.tap(home);
      finger.tell('three ready notes');
      assert.ok(finger.taps <= 8, `${finger.taps} taps`);
      assert.equal((await data(page, '/today')).unsigned.length, waiting - 3);
      for (const path of signed) assert.equal((await data(page, path)).row.state, 'signed');
    },
  },
];
