// The program itself, serving on a free port, with its data in a temporary folder.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** How long the program may take until it says its address, in ms; the demo makes its practice first. */
const PATIENCE = 180_000;
/** How long it may take to stop, in ms. */
const FAREWELL = 10_000;

export class Program {
  /** Where it serves, without a slash at the end. */
  url;
  /** The code that opens set-up, when there is no practice yet. */
  code;
  /** Sign-ins that it printed: `{ role, name, password }`. */
  people = [];
  /** What it said, line by line. */
  said = [];
  #process;
  #folder;

  /** Starts `palpate serve` on an empty file, or `palpate demo`. */
  static async start(subcommand) {
    const program = new Program();
    program.#folder = await mkdtemp(join(tmpdir(), 'palpate-e2e-'));
    const file = process.env.PALPATE_PROGRAM ?? fileURLToPath(new URL('../../target/debug/palpate', import.meta.url));
    const words = [subcommand, '--listen', '127.0.0.1:0', '--data', join(program.#folder, 'practice.palpate')];
    program.#process = spawn(file, words, { stdio: ['ignore', 'pipe', 'pipe'] });
    let timer;
    try {
      await new Promise((serves, refuse) => {
        timer = setTimeout(() => refuse(new Error(`no address after ${PATIENCE / 1000} s`)), PATIENCE);
        program.#process.on('error', refuse);
        program.#process.on('exit', (code) => refuse(new Error(`${subcommand} ended with ${code}:\n${program.said.join('\n')}`)));
        createInterface({ input: program.#process.stderr }).on('line', (line) => program.said.push(line));
        createInterface({ input: program.#process.stdout }).on('line', (line) => {
          program.#hear(line);
          if (program.url) setTimeout(serves, 100); // what it says beside the address comes with it
        });
      });
    } catch (fault) {
      await program.stop();
      throw fault;
    } finally {
      clearTimeout(timer);
    }
    return program;
  }

  /** The first sign-in of a role, as printed. */
  person(role) {
    const person = this.people.find((one) => one.role === role);
    if (!person) throw new Error(`no sign-in was printed for ${role}`);
    return person;
  }

  /** Signs a page in by the form. */
  async signIn(page, { name, password }) {
    await page.goto(`${this.url}/sign-in`);
    await page.locator('input[autocomplete="username"]').fill(name);
    await page.locator('input[autocomplete="current-password"]').fill(password);
    await page.locator('main form button').last().click();
    await page.waitForURL((url) => url.pathname !== '/sign-in');
  }

  async stop() {
    const running = this.#process;
    if (running?.pid && running.exitCode === null && running.signalCode === null) {
      const gone = once(running, 'exit');
      running.kill('SIGTERM');
      const late = setTimeout(() => running.kill('SIGKILL'), FAREWELL);
      await gone;
      clearTimeout(late);
    }
    if (this.#folder) await rm(this.#folder, { recursive: true, force: true });
  }

  // `  practitioner   amara   violet-otter-31`, `give this code: a1b2c3`, and the address.
  #hear(line) {
    this.said.push(line);
    const person = /^\s*(owner|practitioner|desk|supervisor|auditor|client)\s{2,}(\S+)\s{2,}(\S+)\s*$/i.exec(line);
    if (person) this.people.push({ role: person[1].toLowerCase(), name: person[2], password: person[3] });
    this.code ??= /code: (\S+)/.exec(line)?.[1];
    this.url ??= /https?:\/\/(?:127\.0\.0\.1|localhost|\[::1\]):\d+/.exec(line)?.[0];
  }
}
