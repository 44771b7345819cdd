// Two ways of working a page: by the keyboard alone, and as a browser without script lets one.

import { tabTo } from './look.mjs';

/** The keyboard alone: whatever is worked must be reached by Tab. */
export const keyboard = {
  async type(page, field, text) {
    await tabTo(page, field, 400);
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type(text);
  },
  async choose(page, field) {
    await tabTo(page, field, 400);
    await page.keyboard.press('Space');
  },
  /** The entry of a list that begins with these words. */
  async pick(page, field, words) {
    await tabTo(page, field, 400);
    await page.keyboard.type(words);
  },
  /** A day, as a browser in American English asks for it. */
  async date(page, field, iso) {
    const [year, month, day] = iso.split('-');
    await tabTo(page, field, 400);
    await page.keyboard.type(`${month}${day}${year}`);
  },
  /** A number of a scale, by the arrows. */
  async rate(page, name, value) {
    await tabTo(page, `[name="${name}"]`, 400);
    await page.keyboard.press('Space');
    for (let up = 0; up < value; up += 1) await page.keyboard.press('ArrowRight');
  },
  async open(page, details) {
    if (await details.evaluate((node) => node.open)) return;
    await tabTo(page, details.locator('summary'), 400);
    await page.keyboard.press('Enter');
  },
  /** Follows a link or presses a button, and gives the answer. */
  async enter(page, target) {
    await tabTo(page, target, 400);
    return answered(page, () => page.keyboard.press('Enter'));
  },
};

/** Plain HTML: fields, links and buttons, nothing else. */
export const plain = {
  type: (page, field, text) => page.locator(field).first().fill(text),
  choose: (page, field) => page.locator(field).first().check({ force: true }),
  async pick(page, field, words) {
    const list = page.locator(field).first();
    const value = await list.locator('option').filter({ hasText: new RegExp(`^\\s*${words}`) }).first().getAttribute('value');
    await list.selectOption(value);
  },
  date: (page, field, iso) => page.locator(field).first().fill(iso),
  rate: (page, name, value) => page.locator(`[name="${name}"][value="${value}"]`).first().check({ force: true }),
  async open(page, details) {
    if ((await details.getAttribute('open')) === null) await details.locator('summary').click();
  },
  enter: (page, target) => answered(page, () => page.locator(target).first().click()),
};

async function answered(page, press) {
  const [answer] = await Promise.all([page.waitForNavigation(), press()]);
  return answer;
}

/** The same page as data, from its JSON twin: what is stored, not only what is drawn. */
export async function data(page, path) {
  const answer = await page.request.get(new URL(`/api${path}`, page.url()).href);
  if (!answer.ok()) throw new Error(`/api${path}: ${answer.status()}`);
  return answer.json();
}

/** Sends a form past the page, as one could who wants to go round it, and gives the status. */
export async function past(page, path, form) {
  const url = new URL(path, page.url()).href;
  const answer = await page.request.post(url, { form, headers: { 'sec-fetch-site': 'same-origin' }, maxRedirects: 0 });
  return answer.status();
}
