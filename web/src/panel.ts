// The panel: what is known of one actor or one tie, with its sources.

import type { App } from "./app";
import { type Claim, across, tiesOf, word } from "./data";
import { button, fill, h, icon } from "./dom";
import { actorSample, gapSample, tieSample } from "./sample";
import { link, sourceLink } from "./sources";

const MANY = 200;

export class Panel {
  readonly element = h("aside", { class: "am-panel", hidden: true, tabindex: "-1" });
  constructor(private readonly app: App) {}

  build(): void {
    const { state } = this.app.store, { model } = this.app;
    const open = state.actor >= 0 || state.tie >= 0 || state.gap >= 0;
    const inside = !this.element.hidden && this.element.contains(document.activeElement), before = this.what;
    this.element.hidden = !open;
    this.what = open ? `${state.actor}/${state.tie}/${state.gap}` : "";
    if (!open) {
      fill(this.element);
      if (inside) this.app.root.querySelector<HTMLElement>(state.view === "table" ? ".am-table table" : ".am-stage")?.focus();
      return;
    }
    const top = this.element.scrollTop;
    if (before !== this.what) this.tops.set(before, top);
    const close = button(this.app.speech.text("close"), () => { this.app.store.set({ actor: -1, tie: -1, gap: -1 }); }, { class: "am-tool am-close" }, icon("close"));
    if (state.tie >= 0 && state.tie < model.ties) this.tie(state.tie, close);
    else if (state.gap >= 0) this.gap(state.gap, close);
    else this.actor(state.actor, close);
    // Back from one of its ties, an actor stands as it was left.
    const back = state.tie < 0 && state.gap < 0 && before.startsWith(`${state.actor}/`);
    this.element.scrollTop = before === this.what ? top : back ? this.tops.get(this.what) ?? 0 : 0;
    if (!inside || this.element.contains(document.activeElement)) return;
    const left = back && this.element.querySelector<HTMLElement>(`[data-tie="${before.split("/")[1]}"]`);
    (left || this.element).focus({ preventScroll: true });
  }
  private what = "";
  private readonly tops = new Map<string, number>();

  private head(title: string, under: string, close: HTMLElement, sample: SVGElement): HTMLElement {
    this.element.setAttribute("aria-label", title);
    return h("header", {}, h("div", {}, h("h2", {}, title), h("p", { class: "am-soft" }, sample, under)), close);
  }

  private actor(a: number, close: HTMLElement): void {
    const { model, speech, store, shown } = this.app, { actors, kinds, claims } = model.payload;
    const state = store.state;
    const under = [speech.say(kinds.actors[model.kind[a]].one), speech.country(a), speech.area(a)].filter(Boolean).join(" \u00b7 ");
    const wikidata = word(actors.wikidata, a);
    const focused = state.focus === a;
    const steps = [1, 2, 3].map((step) => button(speech.number(step, 0), () => { store.set({ focus: a, steps: step }); }, {
      "aria-pressed": String(focused && state.steps === step), "aria-label": `${speech.text("steps_away")}: ${speech.number(step, 0)}`,
    }));
    const dates = speech.cell(actors.dates, a), sections = this.ties(a, shown.ties);
    fill(this.element,
      this.head(speech.label(a), under, close, actorSample(this.app, model.kind[a], this.app.picture.colour(a))),
      h("div", { class: "am-focus" }, h("span", {}, speech.text("focus_on")), h("span", { class: "am-segments" }, ...steps),
        state.focus >= 0 && button(speech.text("unfocus"), () => { store.set({ focus: -1 }); }, { class: "am-plain" })),
      this.jumps(sections),
      state.view === "map" && !this.app.placed(a) ? h("p", { class: "am-soft" }, speech.text("no_place"), " ", button(speech.text("network"), () => { store.set({ view: "network" }); this.app.open(a); }, { class: "am-plain" })) : null,
      this.facts([
        [speech.text("dates"), dates],
        [speech.text("aliases"), word(actors.aliases, a).split(";").filter((alias) => alias && alias !== speech.label(a)).join(", ")],
        [speech.text("note"), word(actors.note, a)],
        ["Wikidata", /^Q\d{1,12}$/.test(wikidata) ? link(`https://www.wikidata.org/wiki/${wikidata}`, wikidata) : wikidata],
      ]),
      this.disputed(claims.actors[a]),
      this.figures(a),
      this.missing(a),
      ...sections);
  }

  /** The kinds of ties below, to go to each without passing what lies between. */
  private jumps(sections: readonly (HTMLElement | null)[]): HTMLElement | null {
    const heads = sections.flatMap((one) => one?.querySelector("h3") ?? []);
    return heads.length < 2 ? null : h("div", { class: "am-jumps" }, ...heads.map((head) =>
      button([...head.querySelectorAll("span")].map((part) => part.textContent).join(": "), () => { head.focus({ preventScroll: true }); this.element.scrollTop = head.offsetTop - 10; }, { class: "am-plain" }, ...[...head.childNodes].map((part) => part.cloneNode(true)))));
  }

  /** Of an actor, the missing ties while they are drawn. */
  private missing(a: number): HTMLElement | null {
    const { model, speech, store } = this.app, { gaps } = model.payload;
    const mine = store.state.gaps && gaps ? gaps.tail.map((_, gap) => gap).filter((gap) => gaps.tail[gap] === a || gaps.head[gap] === a) : [];
    if (!mine.length) return null;
    return h("section", {}, h("h3", {}, gapSample(this.app), h("span", { class: "am-row-name" }, speech.text("missing_ties")), h("span", { class: "am-count" }, speech.number(mine.length, 0))),
      h("ul", { class: "am-ties" }, ...mine.map((gap) => h("li", {},
        button(speech.label(gaps!.tail[gap] === a ? gaps!.head[gap] : gaps!.tail[gap]), () => { this.app.openGap(gap); }, { class: "am-link" }),
        h("span", { class: "am-small" }, speech.say(gaps!.said[gaps!.reasons[gap][0]] ?? ""))))));
  }

  private gap(g: number, close: HTMLElement): void {
    const { model, speech, store } = this.app, gaps = model.payload.gaps!, back = store.state.actor;
    const end = (a: number) => button(speech.label(a), () => { this.app.open(a); }, { class: "am-link" });
    fill(this.element,
      this.head(speech.text("missing_tie"), speech.gap(g), close, gapSample(this.app)),
      back >= 0 ? button(`\u2039 ${speech.label(back)}`, () => { store.set({ gap: -1 }); }, { class: "am-plain" }) : null,
      this.facts([
        [speech.text("actors"), span(end(gaps.tail[g]), ", ", end(gaps.head[g]))],
        [speech.text("severity"), speech.say(gaps.said[gaps.severity[g]])],
        [speech.text("survey"), speech.say(gaps.said[gaps.survey[g]])],
      ]),
      h("section", {}, h("h3", {}, speech.text("reasons")), h("ul", { class: "am-reasons" }, ...gaps.reasons[g].map((place) => h("li", {}, speech.say(gaps.said[place]))))),
      h("p", { class: "am-soft am-small" }, speech.text("missing_note")));
  }

  private facts(rows: readonly (readonly [string, string | Node])[]): HTMLElement | null {
    const filled = rows.filter(([, value]) => value);
    return filled.length ? h("dl", {}, ...filled.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)])) : null;
  }

  private figures(a: number): HTMLElement | null {
    const { model, speech } = this.app;
    const size = model.kind.reduce((sum, kind) => sum + Number(kind === model.kind[a]), 0);
    const rows = model.payload.measures.filter((one) => one.values[a] !== null);
    if (!rows.length) return null;
    const first = rows.slice(0, 5), rest = rows.slice(5);
    const line = (one: typeof rows[number]) => h("tr", {}, h("th", { scope: "row", title: speech.say(one.definition) }, speech.say(one.label)),
      h("td", {}, speech.figure(one.values[a]!, one.digits)),
      h("td", { class: "am-soft" }, one.ranks[a] === null ? "" : speech.text("rank", { rank: one.ranks[a], size }), this.interval(one.name, a)));
    const { intervals } = model.payload;
    return h("section", {}, h("h3", {}, speech.text("figures")), h("table", { class: "am-figures" }, h("tbody", {}, ...first.map(line))),
      rest.length > 0 && h("details", {}, h("summary", {}, speech.text("more", { count: rest.length })), h("table", { class: "am-figures" }, h("tbody", {}, ...rest.map(line)))),
      h("p", { class: "am-soft am-small" }, speech.text("figures_note")),
      intervals && h("p", { class: "am-soft am-small" }, speech.text("intervals_note", { draws: intervals.draws, drop: Math.round(100 * intervals.drop) })));
  }

  /** How sure a rank is. */
  private interval(measure: string, a: number): HTMLElement | null {
    const { model, speech } = this.app, ranks = model.payload.intervals?.ranks;
    const [low, high] = ranks && Object.hasOwn(ranks, measure) ? ranks[measure][a] : [null, null];
    return low === null || high === null ? null : h("span", { class: "am-interval" }, speech.text("interval", { low, high }));
  }

  private ties(a: number, shown: Uint8Array): (HTMLElement | null)[] {
    const { model, speech } = this.app, { kinds } = model.payload;
    const all = [...tiesOf(model, a)], visible = all.filter((tie) => shown[tie]);
    const name = (tie: number) => speech.label(across(model, tie, a));
    // Who leads first, and what holds now before what has ended; members as in a list of names.
    const now = (tie: number) => model.undated[tie] ? Infinity : -model.last[tie];
    const led = kinds.ties.map((kind, place) => ({ kind, place })).sort((one, two) => Number(two.kind.arrow) - Number(one.kind.arrow));
    const sections = led.map(({ kind, place }) => {
      const mine = visible.filter((tie) => model.tieKind[tie] === place)
        .sort((one, two) => (kind.arrow && now(one) !== now(two) ? now(one) - now(two) : 0) || speech.collator.compare(name(one), name(two)) || one - two);
      if (!mine.length) return null;
      const items = (ties: readonly number[]) => h("ul", { class: "am-ties" }, ...ties.map((tie) => this.tieRow(tie, a)));
      return h("section", {}, h("h3", { tabindex: "-1" }, tieSample(this.app, place), h("span", { class: "am-row-name" }, speech.say(kind.many)), h("span", { class: "am-count" }, speech.number(mine.length, 0))),
        items(mine.slice(0, MANY)),
        mine.length > MANY && h("details", {}, h("summary", {}, speech.text("more", { count: mine.length - MANY })), items(mine.slice(MANY))));
    });
    const hidden = all.length - visible.length;
    return [...sections, !visible.length ? h("p", { class: "am-soft" }, speech.text("no_ties")) : null,
      hidden ? h("p", { class: "am-soft am-small" }, speech.text("hidden_ties", { ties: hidden })) : null];
  }

  private tieRow(tie: number, a: number): HTMLElement {
    const { model, speech } = this.app, { ties } = model.payload, other = across(model, tie, a);
    const directed = model.payload.kinds.ties[model.tieKind[tie]].directed;
    const arrow = directed ? (model.tail[tie] === a ? "\u2192 " : "\u2190 ") : "";
    const details = [speech.cell(ties.role, tie), speech.cell(ties.instrument, tie), speech.cell(ties.theme, tie), model.undated[tie] ? "" : speech.dates(tie)].filter(Boolean).join(" \u00b7 ");
    const cited = ties.sources?.[tie] ?? [];
    return h("li", {},
      button(`${arrow}${speech.label(other)}`, () => { this.app.open(other); }, { class: "am-link" }),
      h("span", { class: "am-small" }, details, model.disputed[tie] ? ` \u00b7 ${speech.text("disputed")}` : ""),
      button(cited.length ? `${speech.text("sources")} (${speech.number(cited.length, 0)})` : speech.text("tie"),
        () => { this.app.openTie(tie); }, { class: "am-plain am-small", "data-tie": tie, "aria-label": `${speech.text("sources")}: ${speech.tie(tie)}` }));
  }

  private tie(t: number, close: HTMLElement): void {
    const { model, speech, store } = this.app, { ties, claims, kinds } = model.payload;
    const back = store.state.actor;
    const kind = kinds.ties[model.tieKind[t]];
    const end = (a: number) => button(speech.label(a), () => { this.app.open(a); }, { class: "am-link" });
    const weight = ties.weight?.[t];
    fill(this.element,
      this.head(speech.tieKind(t), speech.tie(t), close, tieSample(this.app, model.tieKind[t])),
      back >= 0 ? button(`\u2039 ${speech.label(back)}`, () => { store.set({ tie: -1 }); }, { class: "am-plain" }) : null,
      this.facts([
        [speech.text(kind.directed ? "from" : "actors"), kind.directed ? end(model.tail[t]) : span(end(model.tail[t]), ", ", end(model.head[t]))],
        [speech.text("to"), kind.directed ? end(model.head[t]) : ""],
        [speech.text("role"), speech.cell(ties.role, t)],
        [speech.text("instrument"), speech.cell(ties.instrument, t)],
        [speech.text("theme_of"), speech.cell(ties.theme, t)],
        [speech.text("dates"), speech.dates(t)],
        [speech.text("status"), speech.status(t)],
        [speech.text("weight"), weight === null || weight === undefined ? "" : speech.number(weight, Number.isInteger(weight) ? 0 : 2)],
        [speech.text("note"), word(ties.note, t)],
      ]),
      this.disputed(claims.ties[t]),
      this.sources(ties.sources?.[t] ?? []));
  }

  private disputed(claims: readonly Claim[] | undefined): HTMLElement | null {
    if (!claims?.length) return null;
    const { speech } = this.app;
    return h("section", { class: "am-disputed" }, h("h3", {}, speech.text("disputed")), h("ul", {}, ...claims.map((claim) =>
      h("li", {}, h("b", {}, `${speech.say(claim.field)}: `), speech.say(claim.value), claim.note ? ` \u2014 ${claim.note}` : "",
        claim.source >= 0 && h("div", { class: "am-small" }, this.source(claim.source))))));
  }

  private sources(places: readonly number[]): HTMLElement {
    const { speech } = this.app;
    if (!places.length) return h("p", { class: "am-soft" }, speech.text("no_source"));
    return h("section", {}, h("h3", {}, speech.text(places.length > 1 ? "sources" : "source")), h("ol", { class: "am-sources" }, ...places.map((place) => h("li", {}, this.source(place)))));
  }

  private source(place: number): HTMLElement {
    const { speech, model } = this.app, source = model.payload.sources[place];
    const rest = [source.publisher, source.published && speech.say(source.published), source.retrieved && speech.say(source.retrieved), source.note, source.address].filter(Boolean).join(", ");
    return span(sourceLink(model, place), rest ? `. ${rest}` : "");
  }
}

const span = (...children: (Node | string)[]): HTMLElement => h("span", {}, ...children);
