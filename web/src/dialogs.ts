// Windows over the page: help, and what can be copied.

import type { App } from "./app";
import { button, fill, h, icon } from "./dom";

export class Dialogs {
  readonly element = h("dialog", { class: "am-dialog", on: { click: (event) => { if (event.target === this.element) this.element.close(); } } });

  constructor(private readonly app: App) {}

  private open(title: string, ...body: HTMLElement[]): void {
    const { speech, name } = this.app, id = `${name}-dialog`;
    this.element.setAttribute("aria-labelledby", id);
    fill(this.element, h("div", { class: "am-dialog-in" }, h("header", {}, h("h2", { id }, title),
      button(speech.text("close"), () => { this.element.close(); }, { class: "am-tool am-close" }, icon("close"))), ...body));
    if (!this.element.open) this.element.showModal();
  }

  help(): void {
    const { speech, model } = this.app;
    const keys: [string, string][] = [["Tab", "key_tab"], ["\u2190 \u2191 \u2192 \u2193", "key_arrows"], ["Enter", "key_enter"], ["Esc", "key_escape"], ["/", "key_slash"], ["+ \u2212 0", "key_zoom"], ["1 2 3", "key_views"], ["?", "key_help"]];
    const description = speech.say(model.payload.description);
    this.open(speech.text("help"),
      h("div", {}, description && h("p", {}, description), h("p", { class: "am-soft" }, speech.say(model.payload.sentence))),
      h("table", { class: "am-keys" }, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, speech.text("key")), h("th", { scope: "col" }, speech.text("does")))),
        h("tbody", {}, ...keys.map(([key, text]) => h("tr", {}, h("th", { scope: "row" }, h("kbd", {}, key)), h("td", {}, speech.text(text)))))),
      h("p", { class: "am-soft am-small" }, `${speech.say(model.payload.credit)} ${speech.text("credit_map")}`));
  }

  share(): void {
    const { speech, model } = this.app, address = this.app.link();
    const title = speech.say(model.payload.title).replace(/[&"<>]/g, (char) => `&#${char.charCodeAt(0)};`);
    const code = `<iframe src="${address.replace(/&/g, "&amp;").replace(/"/g, "&quot;")}" title="${title}" width="100%" height="640" style="border:0" sandbox="allow-scripts allow-popups allow-downloads" allowfullscreen></iframe>`;
    const local = location.protocol === "file:" && h("p", {}, speech.text("file_only"));
    this.open(speech.text("share"), ...(local ? [local] : []), this.copied(speech.text("link"), address), this.copied(speech.text("embed"), code));
  }

  private copied(label: string, text: string): HTMLElement {
    const { speech } = this.app;
    const area = h("textarea", { readonly: true, rows: 3, spellcheck: "false" });
    area.value = text;
    const done = (copy: HTMLButtonElement) => { copy.textContent = speech.text("copied"); this.app.announce(speech.text("copied")); };
    return h("div", { class: "am-copied" }, h("label", {}, h("span", { class: "am-title" }, label), area),
      button(speech.text("copy"), (event) => {
        const copy = event.currentTarget as HTMLButtonElement;
        area.select();
        const by_hand = () => { if (document.execCommand("copy")) done(copy); };
        try { navigator.clipboard.writeText(text).then(() => { done(copy); }, by_hand); } catch { by_hand(); }
      }));
  }
}
