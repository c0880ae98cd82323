// The bar above: title, views, what can be taken along, language, theme.

import type { App } from "./app";
import type { Dialogs } from "./dialogs";
import { button, fill, h, icon } from "./dom";
import { csv, fileName, png, save, svgText } from "./files";
import type { Ground } from "./ground";
import { THEMES, type Theme, VIEWS, type ViewName } from "./state";
import type { Table } from "./table";

export class Toolbar {
  readonly element = h("header", { class: "am-bar-top" });
  private views: [ViewName, HTMLButtonElement][] = [];
  private menu: HTMLDetailsElement | null = null;
  private sidebarButton: HTMLButtonElement | null = null;

  constructor(private readonly app: App, private readonly dialogs: Dialogs, private readonly table: Table, private readonly ground: () => Ground) {}

  build(): void {
    const { app } = this, { speech, store, model, root } = app;
    const anyPlaced = model.payload.actors.lon.some((lon) => lon !== null);
    this.views = VIEWS.filter((view) => view !== "map" || anyPlaced).map((view) => [view, button(speech.text(view), () => { store.set({ view }); }, { "data-view": view })]);
    const item = (text: string, act: () => void) => h("li", {}, button(speech.text(text), () => { this.shut(); act(); }));
    this.menu = h("details", { class: "am-menu" },
      h("summary", { "aria-label": speech.text("download"), title: speech.text("download") }, icon("down")),
      h("ul", {},
        item("png", () => { png(app, this.ground()).then((blob) => { save(app, blob, fileName(app, ".png")); }, () => { app.announce("PNG"); }); }),
        item("svg", () => { save(app, new Blob([svgText(app, this.ground())], { type: "image/svg+xml" }), fileName(app, ".svg")); }),
        item("csv_actors", () => { this.saveCsv("actors"); }),
        item("csv_ties", () => { this.saveCsv("ties"); }),
        item("print_it", () => { window.print(); })));
    const language = this.select("language", model.payload.languages.map(([code, name]) => [code, name]), store.state.lang, (lang) => { store.set({ lang }); });
    const theme = this.select("theme", THEMES.map((name) => [name, speech.text(name)]), store.state.theme, (name) => { store.set({ theme: name as Theme }); });
    this.sidebarButton = button(speech.text("filters"), () => { root.classList.toggle("am-side-open"); this.update(); }, { class: "am-tool am-side-button", "aria-expanded": "false" }, icon("filter"));
    fill(this.element,
      this.sidebarButton,
      h("h1", {}, speech.say(model.payload.title)),
      h("nav", { class: "am-segments am-views", "aria-label": speech.text("views") }, ...this.views.map(([, one]) => one)),
      h("div", { class: "am-tools" }, this.menu,
        button(speech.text("share"), () => { this.dialogs.share(); }, { class: "am-tool" }, icon("share")),
        document.fullscreenEnabled && button(speech.text("fullscreen"), () => { this.full(); }, { class: "am-tool am-full" }, icon("full")),
        button(speech.text("help"), () => { this.dialogs.help(); }, { class: "am-tool am-help" }, h("span", { "aria-hidden": "true" }, "?")),
        language, theme));
    this.update();
  }

  update(): void {
    for (const [view, one] of this.views) one.setAttribute("aria-pressed", String(this.app.store.state.view === view));
    this.sidebarButton?.setAttribute("aria-expanded", String(this.app.root.classList.contains("am-side-open")));
  }

  shut(): boolean {
    const open = this.menu?.open ?? false;
    if (this.menu) this.menu.open = false;
    return open;
  }

  private full(): void {
    if (document.fullscreenElement) void document.exitFullscreen();
    else this.app.root.requestFullscreen().catch(() => { this.app.announce(this.app.speech.text("fullscreen")); });
  }

  private saveCsv(which: "actors" | "ties"): void {
    save(this.app, new Blob([csv(this.app, which, this.table.ordered(which))], { type: "text/csv" }), fileName(this.app, `-${which}.csv`));
  }

  private select(name: string, options: readonly (readonly [string, string])[], value: string, pick: (value: string) => void): HTMLElement {
    const text = this.app.speech.text(name);
    const select = h("select", { "aria-label": text, title: text, class: `am-${name}`, on: { change: () => { pick(select.value); } } },
      ...options.map(([code, label]) => h("option", { value: code, selected: code === value }, label)));
    return select;
  }
}
