// What a journey is given: browser contexts of every kind, the program with a demo practice, and a place for pictures.

import { chromium } from 'playwright-core';
import { access, mkdir } from 'node:fs/promises';
import { constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Program } from './program.mjs';

/** The two sizes at which every page is looked at: a tablet beside the table, and a phone. */
export const SIZES = { tablet: { width: 1024, height: 768 }, phone: { width: 390, height: 844 } };

// Nothing but the page under test may be fetched.
const QUIET = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--disable-default-apps'];

export class World {
  #browser = null;
  #contexts = [];
  #demo = null;
  #programs = [];

  /** A fresh page: `size` tablet or phone, `scheme` light or dark, `script` false for a browser without it. */
  async page({ size = 'tablet', scheme = 'light', script = true, ...rest } = {}) {
    this.#browser ??= await this.#launch();
    const context = await this.#browser.newContext({
      viewport: SIZES[size], colorScheme: scheme, javaScriptEnabled: script, reducedMotion: 'reduce', ...rest,
    });
    context.setDefaultTimeout(15_000);
    this.#contexts.push(context);
    const page = await context.newPage();
    page.faults = [];
    page.on('pageerror', (thrown) => page.faults.push(`script: ${thrown.message}`));
    page.on('console', (line) => {
      // An answer that is a refusal is told below, by what it was for.
      const told = line.text().startsWith('Failed to load resource');
      if (line.type() === 'error' && !told) page.faults.push(`console: ${line.text()}`);
    });
    page.on('response', (answer) => {
      // A page may say no (404, 422); what it is made of may not be missing.
      const most = answer.request().resourceType() === 'document' ? 500 : 400;
      if (answer.status() >= most) page.faults.push(`${answer.status()} ${answer.url()}`);
    });
    return page;
  }

  /** The program serving a demo practice; started once, at the first journey that asks. */
  async demo() {
    this.#demo ??= await Program.start('demo');
    return this.#demo;
  }

  /** The program serving an empty file, for this journey alone. */
  async empty() {
    const program = await Program.start('serve');
    this.#programs.push(program);
    return program;
  }

  /** Keeps a picture of the page, when a folder for pictures was named. */
  async picture(page, name, options = { fullPage: true }) {
    const folder = process.env.PALPATE_SHOTS;
    if (!folder) return null;
    await mkdir(folder, { recursive: true });
    const path = join(folder, `${name.replace(/[^\w-]+/g, '-')}.png`);
    await page.screenshot({ path, ...options });
    return path;
  }

  /** After a failure: a picture of every page still open. */
  async keepWhatWasSeen(name) {
    const pages = this.#contexts.flatMap((context) => context.pages());
    for (const [at, page] of pages.entries()) await this.picture(page, `failed-${name}-${at}`).catch(() => {});
  }

  /** Closes the pages of one journey, and what was started for it alone. */
  async leave() {
    for (const context of this.#contexts.splice(0)) await context.close().catch(() => {});
    for (const program of this.#programs.splice(0)) await program.stop();
  }

  /** Stops the browser and the program. */
  async close() {
    await this.leave();
    const [browser, demo] = [this.#browser, this.#demo];
    this.#browser = this.#demo = null;
    await browser?.close().catch(() => {});
    await demo?.stop();
  }

  async #launch() {
    const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    return chromium.launch({ executablePath: await browserFile(), headless: true, args: [...QUIET, ...sandbox] });
  }
}

async function browserFile() {
  if (process.env.PALPATE_CHROMIUM) return process.env.PALPATE_CHROMIUM;
  for (const place of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
      const file = join(place, name);
      if (await access(file, constants.X_OK).then(() => true, () => false)) return file;
    }
  }
  throw new Error('no Chromium on the search path; `cargo x test` brings it');
}
