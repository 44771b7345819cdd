// Walks journeys one after the other. A journey is { name, walk(world) }; it fails by throwing.

/** The longest that one journey may take, in ms; a journey may ask for more with `limit`. */
const LIMIT = 120_000;

/** Walks every journey, telling each outcome on a line, and returns the counts. */
export async function walk(journeys, world, tell) {
  const counts = { passed: 0, failed: 0 };
  for (const journey of journeys) {
    const began = Date.now();
    let fault = null;
    try {
      await inTime(journey.walk(world), journey.limit ?? LIMIT);
    } catch (thrown) {
      fault = thrown;
    }
    if (fault) await world.keepWhatWasSeen?.(journey.name);
    await world.leave?.();
    counts[fault ? 'failed' : 'passed'] += 1;
    tell(`journey ${journey.name} … ${fault ? 'FAILED' : 'ok'} (${Date.now() - began} ms)`);
    if (fault) tell(indent(String(fault.stack ?? fault)));
  }
  return counts;
}

function inTime(promise, limit) {
  let timer;
  const late = new Promise((_, refuse) => {
    timer = setTimeout(() => refuse(new Error(`not done after ${limit / 1000} s`)), limit);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

const indent = (text) => text.split('\n').map((line) => `    ${line}`).join('\n');
