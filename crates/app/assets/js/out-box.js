// <out-box of="person"> around the sign that all is saved: says how much is not sent yet, and sends it when a page opens and when the
// connection comes back. Signing out waits until nothing of one's own does.

import { able, counts, forgetKey, keyOf } from "./device.js";
import { sendAll } from "./sending.js";

customElements.define(
  "out-box",
  class extends HTMLElement {
    async connectedCallback() {
      if (!able) return;
      this.face = this.querySelector("[role=status]");
      this.saved = this.face.textContent;
      addEventListener("online", this.send);
      document.addEventListener("palpate:kept", this.count);
      await this.count();
      await this.send();
    }

    disconnectedCallback() {
      removeEventListener("online", this.send);
      document.removeEventListener("palpate:kept", this.count);
    }

    /** The person whose page this is. */
    get of() {
      return this.getAttribute("of");
    }

    count = async () => {
      const { mine } = await counts(this.of).catch(() => ({ mine: 0 }));
      this.querySelector(".sync").classList.toggle("waits", mine > 0);
      const words = mine > 0 ? `${mine} ${this.dataset.unsent}` : this.saved;
      if (this.face.textContent !== words) this.face.textContent = words;
    };

    /** Sends what waits; a page of which something was sent is shown as it then is. */
    send = async () => {
      const { mine } = await counts(this.of).catch(() => ({ mine: 0 }));
      const key = mine > 0 ? await keyOf(this.of) : null;
      if (!key) return;
      const tried = await sendAll(key);
      await this.count();
      const page = document.querySelector("kept-forms")?.getAttribute("page") ?? location.pathname;
      const here = tried.filter((act) => act.state === "sent" && act.page === page).at(-1);
      document.dispatchEvent(new CustomEvent("palpate:sent", { detail: { tried } }));
      if (here && !document.querySelector("kept-forms[data-busy]")) location.assign(here.to);
    };
  },
);

// Nobody's page: locked, signed out, or not signed in yet.
if (!document.querySelector("out-box")) forgetKey();

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (new URL(form.action).pathname !== "/sign-out" || !able || form.dataset.asked) return;
  event.preventDefault();
  const waiting = await counts(document.querySelector("out-box")?.of).catch(() => ({ mine: 0, others: 0 }));
  if (waiting.mine > 0) {
    location.assign("/outbox");
    return;
  }
  // What others typed on this device and could not send outlasts this sign-out.
  if (waiting.others > 0) {
    const keep = Object.assign(document.createElement("input"), { type: "hidden", name: "others", value: "wait" });
    form.append(keep);
  }
  await forgetKey();
  form.dataset.asked = "yes";
  form.requestSubmit(event.submitter);
});
