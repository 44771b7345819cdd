// <session-timer since="instant"> around a button: how long the session has been open. A tap takes the minutes over into the form
// that closes it; nothing is filled in by itself. Without script there is no timer, and the minutes are typed.

customElements.define(
  "session-timer",
  class extends HTMLElement {
    #beat = 0;

    connectedCallback() {
      this.since = Date.parse(this.getAttribute("since"));
      if (Number.isNaN(this.since)) return;
      this.face = this.querySelector("b");
      this.querySelector("button").addEventListener("click", this.#take);
      this.hidden = false;
      this.#show();
      this.#beat = setInterval(this.#show, 1000);
    }

    disconnectedCallback() {
      clearInterval(this.#beat);
    }

    /** Whole seconds since it was opened. */
    get seconds() {
      return Math.max(0, Math.floor((Date.now() - this.since) / 1000));
    }

    #show = () => {
      const two = (number) => String(number).padStart(2, "0");
      const minutes = Math.floor(this.seconds / 60);
      const hours = Math.floor(minutes / 60);
      this.face.textContent = `${hours ? `${hours}:${two(minutes % 60)}` : minutes}:${two(this.seconds % 60)}`;
    };

    #take = () => {
      const field = document.querySelector('form[action$="/end"] [name="minutes"]');
      if (!field) return;
      field.value = String(Math.max(1, Math.round(this.seconds / 60)));
      field.focus();
    };
  },
);
