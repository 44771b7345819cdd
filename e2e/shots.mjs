// Pictures of every page of the demo practice, as each role sees it: tablet and phone, light and dark.
//   node e2e/shots.mjs FOLDER
// One picture for each route, named role-route-size-scheme.png. For looking at, beside what was meant.

import { crawl, pageRoutes } from './harness/crawl.mjs';
import { SIZES, World } from './harness/world.mjs';

process.env.PALPATE_SHOTS = process.argv[2] ?? 'target/shots';
const world = new World();
let taken = 0;
try {
  const demo = await world.demo();
  const routes = await pageRoutes();
  const roles = [...new Set(demo.people.map((person) => person.role))];
  for (const role of roles) {
    for (const size of Object.keys(SIZES)) {
      for (const scheme of ['light', 'dark']) {
        const page = await world.page({ size, scheme });
        await demo.signIn(page, demo.person(role));
        await crawl(page, `${demo.url}/`, routes, async (at) => {
          const { pathname } = new URL(at.url());
          const route = routes.find((one) => one.matches(pathname))?.path ?? pathname;
          await world.picture(at, `${role}${route}-${size}-${scheme}`);
          taken += 1;
        }, 1);
        await world.leave();
      }
    }
  }
} finally {
  await world.close();
}
console.log(`${taken} pictures in ${process.env.PALPATE_SHOTS}`);
