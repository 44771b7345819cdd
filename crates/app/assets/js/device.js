// What waits on this device: text that is typed and not sent, acts that were tapped and not sent. All of it is kept encrypted
// (AES-GCM) in the browser's own database. The key is the person's; the server gives it to whoever is signed in, the device holds
// it as one that cannot be read out, and forgets it when it is locked or signed out.

const NAME = "palpate";
const STORES = { key: null, drafts: null, outbox: { keyPath: "n", autoIncrement: true } };

/** Whether this browser can keep anything: encryption needs TLS or the machine itself. */
export const able = Boolean(globalThis.crypto?.subtle && globalThis.indexedDB && globalThis.navigator?.locks);

const opened = () =>
  new Promise((give, refuse) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      for (const [store, options] of Object.entries(STORES)) asked.result.createObjectStore(store, options ?? {});
    };
    asked.onsuccess = () => give(asked.result);
    asked.onerror = () => refuse(asked.error);
  });

/** One transaction on one store; gives what its request gave, once it is safely written. */
async function within(store, mode, work) {
  const db = await opened();
  try {
    return await new Promise((give, refuse) => {
      const transaction = db.transaction(store, mode, { durability: "strict" });
      const asked = work(transaction.objectStore(store));
      transaction.oncomplete = () => give(asked?.result);
      transaction.onabort = transaction.onerror = () => refuse(transaction.error);
    });
  } finally {
    db.close();
  }
}

const read = (store, work) => within(store, "readonly", work);
const write = (store, work) => within(store, "readwrite", work);

/** The key of this person, `{ of, key }`; null where there is none and none can be had now. */
export async function keyOf(of) {
  if (!able || !of) return null;
  const held = await read("key", (keys) => keys.get("held")).catch(() => null);
  if (held?.of === of) return held;
  const answer = await fetch("/me/device-key", { redirect: "error" }).catch(() => null);
  const bytes = answer?.ok ? await answer.arrayBuffer() : null;
  if (bytes?.byteLength !== 32) return null;
  const key = await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
  const fresh = { of, key };
  await write("key", (keys) => keys.put(fresh, "held"));
  // What waits here is nowhere else: the browser is asked not to throw it away.
  await navigator.storage?.persist?.().catch(() => false);
  return fresh;
}

/** Nobody is signed in here, or the screen is locked: what waits stays, and cannot be read. */
export const forgetKey = () => (able ? write("key", (keys) => keys.clear()).catch(() => {}) : null);

async function seal({ key }, value) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, new TextEncoder().encode(JSON.stringify(value)));
  return { iv, data };
}

async function unseal({ key }, { iv, data }) {
  const bytes = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, data);
  return JSON.parse(new TextDecoder().decode(bytes));
}

/** Where a draft is kept: no address stands in clear. */
async function place(of, path) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`${of} ${path}`));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Keeps what was typed into the form of this path: `{ path, page, what, fields, at }`. It never expires. */
export async function keepDraft(mine, draft) {
  const [at, sealed] = await Promise.all([place(mine.of, draft.path), seal(mine, draft)]);
  await write("drafts", (drafts) => drafts.put({ of: mine.of, sealed }, at));
}

export async function draftOf(mine, path) {
  const at = await place(mine.of, path);
  const found = await read("drafts", (drafts) => drafts.get(at));
  return found ? unseal(mine, found.sealed) : null;
}

export async function dropDraft(mine, path) {
  const at = await place(mine.of, path);
  await write("drafts", (drafts) => drafts.delete(at));
}

export async function drafts(mine) {
  const all = await read("drafts", (kept) => kept.getAll());
  const own = all.filter((one) => one.of === mine.of);
  return Promise.all(own.map((one) => unseal(mine, one.sealed)));
}

/** Puts an act into the outbox, and gives its number: the order in which it is sent. */
export async function post(mine, act) {
  const sealed = await seal(mine, act);
  return write("outbox", (outbox) => outbox.add({ of: mine.of, state: "waits", sealed }));
}

/** What waits to be sent, the earliest first: each act with its number and its state (waits, refused, moved, past). */
export async function outbox(mine) {
  const all = await read("outbox", (kept) => kept.getAll());
  const own = all.filter((one) => one.of === mine.of);
  return Promise.all(own.map(async ({ n, state, sealed }) => ({ n, state, ...(await unseal(mine, sealed)) })));
}

export async function mark(mine, { n, state: _, ...act }, state) {
  const sealed = await seal(mine, act);
  await write("outbox", (kept) => kept.put({ n, of: mine.of, state, sealed }));
}

export const takeOut = (n) => write("outbox", (kept) => kept.delete(n));

/** How many things wait, of this person and of others who used this device. */
export async function counts(of) {
  if (!able) return { mine: 0, others: 0 };
  const all = [...(await read("outbox", (kept) => kept.getAll())), ...(await read("drafts", (kept) => kept.getAll()))];
  const mine = all.filter((one) => one.of === of).length;
  return { mine, others: all.length - mine };
}

/** The id of a new act: a UUID of version 7, as the forms of the server carry it. */
export function newAct() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  new DataView(bytes.buffer).setBigUint64(0, (BigInt(Date.now()) << 16n) | BigInt((bytes[6] << 8) | bytes[7]));
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
