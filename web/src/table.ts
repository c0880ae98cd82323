// The table: every actor and every tie, in pages where there are many.

import type { App } from "./app";
import { word } from "./data";
import { button, fill, h } from "./dom";
import { actorSample, tieSample } from "./sample";
import { sourceLink, sourceTitle } from "./sources";

const PAGE = 250;
interface Column { readonly name: string; readonly label: string; readonly number?: boolean; readonly key: (row: number) => string | number | null; readonly cell?: (row: number) => (Node | string)[] }

export class Table {
  readonly element = h("div", { class: "am-table", hidden: true });
  private sort: { name: string; down: boolean } = { name: "", down: false };
  private page = 0;
  private rows: number[] = [];
  private stale = true;

  constructor(private readonly app: App) {}

  /** Forget the rows; they are made when the table is looked at. */
  reset(): void { this.stale = true; this.page = 0; if (!this.element.hidden) this.build(); }

  show(): void { this.element.hidden = false; if (this.stale) this.build(); }
  hide(): void { this.element.hidden = true; }

  /** The shown rows in the order of the table, for a file. */
  ordered(which: "actors" | "ties"): number[] {
    const { model, shown } = this.app;
    const rows: number[] = [];
    const [count, seen] = which === "actors" ? [model.actors, shown.actors] : [model.ties, shown.ties];
    for (let row = 0; row < count; row++) if (seen[row]) rows.push(row);
    return rows;
  }

  columns(which: "actors" | "ties"): Column[] {
    const { app } = this, { model, speech } = app, { ties, measures, kinds } = model.payload;
    if (which === "actors") {
      return [
        { name: "name", label: speech.text("name"), key: (a) => speech.label(a), cell: (a) => [button(speech.label(a), () => { app.open(a); }, { class: "am-link" })] },
        { name: "kind", label: speech.text("kind"), key: (a) => speech.say(kinds.actors[model.kind[a]].one), cell: (a) => [actorSample(app, model.kind[a], app.picture.colour(a)), speech.say(kinds.actors[model.kind[a]].one)] },
        { name: "country", label: speech.text("country"), key: (a) => speech.country(a) },
        { name: "area", label: speech.text("area"), key: (a) => speech.area(a) },
        { name: "ties", label: speech.text("ties"), number: true, key: (a) => model.from[a + 1] - model.from[a] },
        ...measures.slice(0, 5).map((one): Column => ({ name: one.name, label: speech.say(one.label), number: true, key: (a) => one.values[a], cell: (a) => [one.values[a] === null ? "" : speech.figure(one.values[a], one.digits)] })),
      ];
    }
    const text = (column: typeof ties.role, name: string, label: string): Column[] => column ? [{ name, label: speech.text(label), key: (t) => speech.cell(column, t) }] : [];
    return [
      { name: "from", label: speech.text("from"), key: (t) => speech.label(model.tail[t]), cell: (t) => [button(speech.label(model.tail[t]), () => { app.open(model.tail[t]); }, { class: "am-link" })] },
      { name: "kind", label: speech.text("tie"), key: (t) => speech.tieKind(t), cell: (t) => [button(speech.tieKind(t), () => { app.openTie(t); }, { class: "am-link am-with-sample", "aria-label": `${speech.tieKind(t)}: ${speech.tie(t)}` }, tieSample(app, model.tieKind[t]), speech.tieKind(t))] },
      { name: "to", label: speech.text("to"), key: (t) => speech.label(model.head[t]), cell: (t) => [button(speech.label(model.head[t]), () => { app.open(model.head[t]); }, { class: "am-link" })] },
      ...text(ties.role, "role", "role"), ...text(ties.instrument, "instrument", "instrument"),
      { name: "dates", label: speech.text("dates"), key: (t) => /\d{4}(-\d\d)*/.exec(word(ties.start, t))?.[0] ?? null, cell: (t) => [speech.dates(t)] },
      ...(ties.sources ? [{ name: "sources", label: speech.text("sources"), key: (t: number) => ties.sources![t].map((place) => sourceTitle(model, place)).join("; "),
        cell: (t: number) => ties.sources![t].flatMap((place, at) => [at ? "; " : "", sourceLink(model, place)]) }] : []),
    ];
  }

  build(): void {
    const { app } = this, { speech, store } = app, which = store.state.rows;
    this.stale = false;
    this.rows = this.ordered(which);
    // A column that says nothing of the rows shown takes no room.
    const columns = this.columns(which).filter((column, place) => !place || this.rows.some((row) => { const key = column.key(row); return key !== null && key !== ""; }));
    const by = columns.find((column) => column.name === this.sort.name) ?? columns[0];
    const keys = new Map(this.rows.map((row) => [row, by.key(row)]));
    const way = this.sort.down ? -1 : 1;
    this.rows.sort((one, two) => {
      const a = keys.get(one) ?? null, b = keys.get(two) ?? null;
      if (a === null || b === null || a === "" || b === "") return (a === null || a === "" ? 1 : 0) - (b === null || b === "" ? 1 : 0) || one - two;
      return way * (typeof a === "number" && typeof b === "number" ? a - b : speech.collator.compare(String(a), String(b))) || one - two;
    });
    const pages = Math.max(1, Math.ceil(this.rows.length / PAGE));
    this.page = Math.min(this.page, pages - 1);
    const slice = this.rows.slice(this.page * PAGE, (this.page + 1) * PAGE);
    const turn = (by: number) => () => { this.page += by; this.build(); this.element.scrollTop = 0; this.element.querySelector("table")?.focus(); };
    fill(this.element,
      h("div", { class: "am-table-head" },
        h("span", { class: "am-segments" }, ...(["actors", "ties"] as const).map((name) => button(`${speech.text(name)} (${speech.number(name === "actors" ? app.shown.actorCount : app.shown.tieCount, 0)})`,
          () => { this.sort = { name: "", down: false }; this.page = 0; store.set({ rows: name }); }, { "aria-pressed": String(which === name) }))),
        pages > 1 && h("span", { class: "am-pages" },
          button(speech.text("previous"), turn(-1), { disabled: this.page === 0 }),
          h("span", {}, speech.text("rows", { first: this.page * PAGE + 1, last: this.page * PAGE + slice.length, all: this.rows.length })),
          button(speech.text("next"), turn(1), { disabled: this.page === pages - 1 }))),
      h("table", { tabindex: "-1" },
        h("caption", {}, speech.text(which)),
        h("thead", {}, h("tr", {}, ...columns.map((column) => {
          const mine = column === by;
          return h("th", { scope: "col", "aria-sort": mine ? (this.sort.down ? "descending" : "ascending") : "none", ...(column.number && { class: "am-number" }) },
            button(column.label, () => { this.sort = { name: column.name, down: mine ? !this.sort.down : Boolean(column.number) }; this.page = 0; this.build(); this.refocus(column.name); },
              { title: speech.text("sort", { name: column.label }), "data-column": column.name }));
        }))),
        h("tbody", {}, ...slice.map((row) => h("tr", {}, ...columns.map((column) => h("td", { class: column.number ? "am-number" : `am-col-${column.name}` }, ...this.cell(column, row))))))));
  }

  private cell(column: Column, row: number): (Node | string)[] {
    if (column.cell) return column.cell(row);
    const key = column.key(row);
    return [typeof key === "number" ? this.app.speech.number(key, 0) : key ?? ""];
  }

  private refocus(name: string): void {
    for (const one of this.element.querySelectorAll<HTMLElement>("[data-column]")) if (one.dataset.column === name) one.focus();
  }
}
