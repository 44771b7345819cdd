// The program with its demo practice, on a free port, with its data in a temporary folder.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { folder } from './world.mjs';

/** How long the demo may take to make its practice and print its address, in ms. */
const PATIENCE = 180_000;

export class Demo {
  /** Where it serves, without a slash at the end. */
  url;
  /** Sign-ins as printed: `{ role, name, password }`. */
  people = [];
  #program;
  #place;

  static async start() {
    const demo = new Demo();
    demo.#place = await folder();
    const file = process.env.PALPATE_PROGRAM ?? fileURLToPath(new URL('../../target/debug/palpate', import.meta.url));
    demo.#program = spawn(file, ['demo', '--listen', '127.0.0.1:0', '--data', join(demo.#place.path, 'demo.palpate')], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said = [];
    let timer;
    try {
      await new Promise((served, refuse) => {
        timer = setTimeout(() => refuse(new Error(`no address after ${PATIENCE / 1000} s`)), PATIENCE);
        demo.#program.on('error', refuse);
        demo.#program.on('exit', (code) => refuse(new Error(`the demo ended with ${code}:\n${said.join('\n')}`)));
        createInterface({ input: demo.#program.stderr }).on('line', (line) => said.push(line));
        createInterface({ input: demo.#program.stdout }).on('line', (line) => {
          said.push(line);
          demo.#read(line);
          if (demo.url) served();
        });
      });
    } catch (fault) {
      await demo.stop();
      throw fault;
    } finally {
      clearTimeout(timer);
    }
    return demo;
  }

  /** The first sign-in of a role. */
  person(role) {
    const person = this.people.find((one) => one.role === role);
    if (!person) throw new Error(`the demo printed no sign-in for ${role}`);
    return person;
  }

  /** Signs a page in as somebody of that role, by the form, and returns the page. */
  async signedIn(page, role) {
    const { name, password } = this.person(role);
    await page.goto(`${this.url}/`);
    await page.locator('input[autocomplete="username"]').fill(name);
    await page.locator('input[type="password"]').fill(password);
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => !url.pathname.includes('sign-in'));
    return page;
  }

  async stop() {
    const program = this.#program;
    if (program && program.exitCode === null && program.signalCode === null) {
      const gone = new Promise((done) => program.once('exit', done));
      program.kill('SIGTERM');
      const late = setTimeout(() => program.kill('SIGKILL'), 10_000);
      await gone;
      clearTimeout(late);
    }
    await this.#place?.remove();
  }

  // `  practitioner   amara   violet-otter-31` and, last, `http://127.0.0.1:41234`.
  #read(line) {
    const person = /^\s*(owner|practitioner|front desk|supervisor|auditor)\s{2,}(\S+)\s{2,}(\S+)\s*$/i.exec(line);
    if (person) this.people.push({ role: person[1].toLowerCase(), name: person[2], password: person[3] });
    this.url ??= /https?:\/\/(?:127\.0\.0\.1|localhost|\[::1\]):\d+/.exec(line)?.[0];
  }
}
