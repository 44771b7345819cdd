// <print-page> around a button: prints the page. Without script the browser's own menu does.

customElements.define(
  "print-page",
  class extends HTMLElement {
    connectedCallback() {
      this.hidden = false;
      this.querySelector("button").addEventListener("click", () => print());
    }
  },
);
