// Visits every page that a person can come to by links, and says which routes were never seen.

import { readFile } from 'node:fs/promises';

/** The GET routes of docs/generated/routes.md that show a page: `[{ path, matches }]`. */
export async function pageRoutes(file = new URL('../../docs/generated/routes.md', import.meta.url)) {
  return readRoutes(await readFile(file, 'utf8'));
}

/** Rows such as `| GET | /clients/{chart}/pain | … |`; the API's twins and files are not pages. */
export function readRoutes(markdown) {
  const rows = markdown.split('\n').filter((line) => line.startsWith('|'));
  const cells = rows.map((row) => row.split('|').map((cell) => cell.trim().replaceAll('`', '')));
  const paths = cells.filter((row) => row.includes('GET')).flatMap((row) => row.find((cell) => cell.startsWith('/')) ?? []);
  return paths
    .filter((path) => !/^\/(api|assets|health|metrics)\b/.test(path))
    .map((path) => ({ path, matches: (pathname) => pattern(path).test(pathname) }));
}

const pattern = (path) =>
  new RegExp(`^${path.split(/\{[^}]*\}/).map((part) => part.replace(/[.*+?^$()|[\]\\]/g, '\\$&')).join('[^/]+')}$`);

/**
 * Follows links from `start` within its own address, at most `each` pages of one route, and calls `look` on each.
 * Returns the routes that no link led to.
 */
export async function crawl(page, start, routes, look, each = 2) {
  const origin = new URL(start).origin;
  const waiting = [start];
  const known = new Set(waiting);
  const visits = new Map(routes.map((route) => [route, 0]));
  while (waiting.length > 0) {
    const url = waiting.shift();
    const route = routes.find((one) => one.matches(new URL(url).pathname));
    if (route) {
      if (visits.get(route) >= each) continue;
      visits.set(route, visits.get(route) + 1);
    }
    const answer = await page.goto(url);
    if (!answer?.headers()['content-type']?.startsWith('text/html')) continue;
    await look(page, answer);
    const links = await page.evaluate(() =>
      [...document.querySelectorAll('a[href]:not([rel~="nofollow"])')].map((link) => ({ href: new URL(link.getAttribute('href'), document.baseURI).href, file: link.hasAttribute('download') })));
    for (const { href, file } of links) {
      const plain = href.split('#')[0];
      if (new URL(plain).origin !== origin || known.has(plain)) continue;
      known.add(plain);
      if (file) {
        // A file is no page to look at; that a link leads to it is enough.
        const route = routes.find((one) => one.matches(new URL(plain).pathname));
        if (route) visits.set(route, visits.get(route) + 1);
        continue;
      }
      waiting.push(plain);
    }
  }
  return routes.filter((route) => visits.get(route) === 0).map((route) => route.path);
}
