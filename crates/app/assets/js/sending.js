// Sends what waits in the outbox, in its order and each once: every act carries its own id, so one whose answer was lost is sent
// again as it was and is not done twice.

import { mark, outbox, takeOut } from "./device.js";

/** How long an answer may take, ms. */
const PATIENCE = 20_000;

/**
 * Sends one act to the twin of its address that answers in JSON. Gives `{ state, to }`: sent (and where to go on), waits (no
 * connection, or the server is busy), signed-out, moved (the record moved on), refused.
 */
export async function sendOne({ url, body }) {
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const signal = AbortSignal.timeout(PATIENCE);
  const answer = await fetch(`/api${url}`, { method: "POST", headers, body, signal, redirect: "error" }).catch(() => null);
  if (!answer || answer.status >= 500 || answer.status === 429) return { state: "waits" };
  if (answer.status === 401) return { state: "signed-out" };
  const said = await answer.json().catch(() => null);
  if (answer.ok) return said?.done ? { state: "sent", to: said.location.replace(/^\/api/, "") } : { state: "waits" };
  if (said?.error === "moved") return { state: "waits" };
  return { state: answer.status === 409 || answer.status === 412 ? "moved" : "refused" };
}

/** An answer about today that no longer is: sent now, it would be one about another day. */
const isPast = ({ today, at }) => today && new Date(at).toDateString() !== new Date().toDateString();

/**
 * Sends whatever waits. One tab at a time. Gives each act that was tried with what became of it. What is refused stays in the
 * outbox, to be mended there.
 */
export const sendAll = (mine) =>
  navigator.locks.request("palpate-outbox", async () => {
    const tried = [];
    for (const act of await outbox(mine)) {
      if (act.state !== "waits") continue;
      if (isPast(act)) {
        await mark(mine, act, "past");
        continue;
      }
      const came = await sendOne(act);
      tried.push({ ...act, ...came });
      if (came.state === "sent") await takeOut(act.n);
      else if (came.state === "moved" || came.state === "refused") await mark(mine, act, came.state);
      else break;
    }
    return tried;
  });
