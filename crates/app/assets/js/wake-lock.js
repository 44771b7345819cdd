// <wake-lock> keeps the screen awake while it is in the page: hands are busy in a session.
customElements.define(
  "wake-lock",
  class extends HTMLElement {
    #held = null;

    connectedCallback() {
      document.addEventListener("visibilitychange", this.#hold);
      this.#hold();
    }

    disconnectedCallback() {
      document.removeEventListener("visibilitychange", this.#hold);
      this.#held?.release();
      this.#held = null;
    }

    // A hidden page loses the lock; a shown one asks again. Refused (battery low, not allowed) is no fault.
    #hold = async () => {
      if (document.visibilityState !== "visible" || !("wakeLock" in navigator)) return;
      try {
        this.#held = await navigator.wakeLock.request("screen");
      } catch {
        this.#held = null;
      }
    };
  },
);
