// Ways of looking at a page: with axe, with the keyboard alone, and for what every page must have.

import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { strict as assert } from 'node:assert';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe holds against a page, one line each. */
export async function violations(page) {
  await page.evaluate(axe);
  const found = await page.evaluate((rules) => globalThis.axe.run(document, { runOnly: rules }), RULES);
  return found.violations.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.impact} ${rule.id} at ${node.target.join(' ')}: ${reason(node)}`));
}

const reason = (node) => node.failureSummary?.split('\n').slice(1).map((line) => line.trim()).join('; ') ?? '';

/** Fails unless axe holds nothing against the page. */
export async function accessible(page) {
  const found = await violations(page);
  assert.equal(found.length, 0, `${page.url()}\n${found.join('\n')}`);
}

/** Fails unless the page has a title, one main heading, its landmarks and language, and nothing inline. */
export async function wellFormed(page) {
  const seen = await page.evaluate(() => ({
    title: document.title.trim(),
    lang: document.documentElement.lang,
    mains: document.querySelectorAll('main').length,
    headings: document.querySelectorAll('h1').length,
    scripts: document.querySelectorAll('script:not([src])').length,
    styles: document.querySelectorAll('style, [style]').length,
    handlers: [...document.querySelectorAll('*')]
      .filter((element) => [...element.attributes].some(({ name }) => name.startsWith('on'))).length,
    wide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
  }));
  const { title, lang, ...counted } = seen;
  assert.ok(title, `${page.url()}: no title`);
  assert.ok(lang, `${page.url()}: no language`);
  const expected = { mains: 1, headings: 1, scripts: 0, styles: 0, handlers: 0, wide: false };
  assert.deepEqual(counted, expected, page.url());
  assert.deepEqual(page.faults, [], page.url());
}

/** The least size of what is touched, in CSS pixels. */
const TAP = 44;

/** Fails when something that is touched is smaller than a finger; a link inside a sentence may be as high as its line. */
export async function touchable(page) {
  const small = await page.evaluate((least) => {
    const shown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: false });
    const inSentence = (link) => {
      const around = link.closest('p, li, dd, td, small, figcaption');
      return getComputedStyle(link).display === 'inline' && around && around.textContent.trim() !== link.textContent.trim();
    };
    // What is drawn small may be felt larger: a finger's breadth around its middle must still meet it.
    const reaches = (touched) => {
      touched.scrollIntoView({ block: 'center', behavior: 'instant' });
      const { left, top, width, height } = touched.getBoundingClientRect();
      const [x, y, half] = [left + Math.min(width / 2, least), top + height / 2, least / 2 - 1];
      const meets = (dx, dy) => touched.contains(document.elementFromPoint(x + dx, y + dy));
      return meets(0, -half) && meets(0, half) && (width >= least || (meets(-half, 0) && meets(half, 0)));
    };
    const found = [];
    for (const element of document.querySelectorAll('main :is(a[href], button, input, select, textarea, summary), header :is(a[href], button), nav a')) {
      if (element.type === 'hidden' || element.disabled || !shown(element) || element.closest('svg')) continue;
      if (element.matches('a') && inSentence(element)) continue;
      const touched = element.closest('label') ?? element;
      const { width, height } = touched.getBoundingClientRect();
      if (width <= 1 || height <= 1) continue; // what only the keyboard meets
      if ((width < least - 0.5 || height < least - 0.5) && !reaches(touched)) {
        found.push(`${Math.round(width)}×${Math.round(height)} ${element.outerHTML.slice(0, 140)}`);
      }
    }
    return found;
  }, TAP);
  assert.equal(small.length, 0, `${page.url()}: ${small.length} smaller than a finger:\n${small.slice(0, 8).join('\n')}`);
}

/** Presses Tab until the element is focused, as one does who has no mouse; fails when it can't be reached. */
export async function tabTo(page, target, most = 200) {
  const element = typeof target === 'string' ? page.locator(target).first() : target;
  await element.waitFor({ state: 'attached' });
  for (let presses = 0; presses < most; presses += 1) {
    if (await element.evaluate((node) => node === document.activeElement)) return presses;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${page.url()}: ${target} can't be reached with ${most} presses of Tab`);
}

/** Fails when a control of the page can't be reached by Tab, or shows no outline or other mark when it has focus. */
export async function keyboardReaches(page) {
  const wanted = await page.evaluate(() => {
    const shown = (element) => element.checkVisibility({ visibilityProperty: true });
    const radios = new Set();
    const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary')].filter((element) => {
      if (element.disabled || element.type === 'hidden' || element.tabIndex < 0 || !shown(element)) return false;
      if (element.type !== 'radio') return true;
      const group = `${element.form?.id ?? ''} ${element.name}`; // one stop for a group of radios
      return radios.has(group) ? false : radios.add(group);
    });
    return all.length;
  });
  await page.evaluate(() => document.activeElement?.blur());
  const seen = new Set();
  for (let presses = 0; presses < wanted * 2 + 10 && seen.size < wanted; presses += 1) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return null;
      const style = getComputedStyle(element);
      const marked = style.outlineStyle !== 'none' || style.boxShadow !== 'none' || element.type === 'radio' || element.type === 'checkbox';
      const all = [...document.querySelectorAll('*')];
      return { index: all.indexOf(element), marked, what: element.outerHTML.slice(0, 120) };
    });
    if (!at) continue;
    assert.ok(at.marked, `${page.url()}: focus does not show on ${at.what}`);
    seen.add(at.index);
  }
  assert.ok(seen.size >= wanted, `${page.url()}: Tab reaches ${seen.size} of ${wanted} controls`);
}
