// What the reader has chosen: one value, written into the address, that everybody watches.

import type { Model } from "./data";

export type ViewName = "map" | "network" | "table";
export type Theme = "system" | "light" | "dark" | "print";
export type Colouring = "kind" | "area" | "community";
export type Only = "" | "begun" | "ended";
export const VIEWS: readonly ViewName[] = ["map", "network", "table"];
export const THEMES: readonly Theme[] = ["system", "light", "dark", "print"];

export interface State {
  readonly view: ViewName;
  readonly lang: string;
  readonly theme: Theme;
  /** Kinds that are switched off, by their places. */
  readonly offTies: ReadonlySet<number>;
  readonly offActors: ReadonlySet<number>;
  readonly years: readonly [number, number] | null;
  readonly undated: boolean;
  /** Of the chosen years, only the ties that began or that ended in them. */
  readonly only: Only;
  /** The actor around whom everything else is hidden, or -1. */
  readonly focus: number;
  readonly steps: number;
  /** The name of a measure, or "" for markers of one size. */
  readonly size: string;
  readonly colour: Colouring;
  readonly actor: number;
  readonly tie: number;
  /** Whether missing ties are drawn, and the one that is chosen, or -1. */
  readonly gaps: boolean;
  readonly gap: number;
  readonly rows: "actors" | "ties";
  /** The step of the presentation. */
  readonly step: number;
}
export type Change = Partial<State>;
type Watcher = (state: State, changed: ReadonlySet<keyof State>) => void;

export class Store {
  private readonly watchers: Watcher[] = [];
  constructor(public state: State) {}

  watch(watcher: Watcher): void { this.watchers.push(watcher); }

  set(change: Change): void {
    const changed = new Set<keyof State>();
    for (const key of Object.keys(change) as (keyof State)[]) {
      if (!same(this.state[key], change[key])) changed.add(key);
    }
    if (!changed.size) return;
    this.state = { ...this.state, ...change };
    for (const watcher of this.watchers) watcher(this.state, changed);
  }
}

function same(one: unknown, other: unknown): boolean {
  if (one instanceof Set && other instanceof Set) return one.size === other.size && [...one].every((item) => other.has(item));
  if (Array.isArray(one) && Array.isArray(other)) return one[0] === other[0] && one[1] === other[1];
  return one === other;
}

export function firstState(model: Model): State {
  const { lon } = model.payload.actors;
  const placed = lon.reduce<number>((count, value) => count + (value === null ? 0 : 1), 0);
  const measures = model.payload.measures.map((measure) => measure.name);
  return {
    view: placed * 2 >= model.actors && placed > 0 ? "map" : "network",
    lang: model.payload.lang, theme: "system", offTies: new Set(), offActors: new Set(), years: null,
    undated: true, only: "", focus: -1, steps: 1, size: measures.includes("degree") ? "degree" : measures[0] ?? "",
    colour: "kind", actor: -1, tie: -1, gaps: false, gap: -1, rows: "actors", step: -1,
  };
}

/** Write what differs from `first` as the part of an address after the #. */
export function toHash(model: Model, state: State, first: State): string {
  const { kinds, actors, ties } = model.payload;
  const parts: string[] = [];
  const put = (key: string, value: string) => parts.push(`${key}=${encodeURIComponent(value).replace(/%2C/g, ",")}`);
  if (state.view !== first.view) put("view", state.view);
  if (state.lang !== first.lang) put("lang", state.lang);
  if (state.theme !== first.theme) put("theme", state.theme);
  if (state.offTies.size) put("hide", [...state.offTies].sort((a, b) => a - b).map((place) => kinds.ties[place].name).join(","));
  if (state.offActors.size) put("without", [...state.offActors].sort((a, b) => a - b).map((place) => kinds.actors[place].name).join(","));
  if (state.years) put("years", `${state.years[0]}-${state.years[1]}`);
  if (!state.undated) put("undated", "0");
  if (state.only) put("only", state.only);
  if (state.focus >= 0) put("focus", actors.id[state.focus]);
  if (state.focus >= 0 && state.steps !== 1) put("steps", String(state.steps));
  if (state.size !== first.size) put("size", state.size || "none");
  if (state.colour !== first.colour) put("colour", state.colour);
  if (state.actor >= 0) put("actor", actors.id[state.actor]);
  if (state.tie >= 0) put("tie", ties.id[state.tie]);
  if (state.gaps && model.payload.gaps) put("gaps", state.gap >= 0 ? model.payload.gaps.id[state.gap] : "1");
  if (state.rows !== first.rows) put("rows", state.rows);
  if (state.step > 0) put("step", String(state.step + 1));
  return parts.join("&");
}

/** Read an address; what it does not know is left out, what it does not say is as at first. */
export function fromHash(model: Model, hash: string, first: State): State {
  const { kinds, actors, ties, languages, measures } = model.payload;
  const said = new Map<string, string>();
  for (const part of hash.replace(/^#/, "").split("&")) {
    const [key, value = ""] = part.split("=", 2);
    try { said.set(key, decodeURIComponent(value)); } catch { /* not an address of ours */ }
  }
  const oneOf = <T extends string>(key: string, known: readonly T[], fallback: T): T =>
    known.find((name) => name === said.get(key)) ?? fallback;
  const places = (key: string, known: readonly { readonly name: string }[]) => new Set(
    (said.get(key) ?? "").split(",").map((name) => known.findIndex((kind) => kind.name === name)).filter((place) => place >= 0));
  const place = (key: string, ids: readonly string[]) => said.has(key) ? ids.indexOf(said.get(key)!) : -1;
  const years = /^(-?\d{1,4})-(-?\d{1,4})$/.exec(said.get("years") ?? "");
  const size = said.get("size");
  return {
    view: oneOf("view", VIEWS, first.view),
    lang: oneOf("lang", languages.map(([code]) => code), first.lang),
    theme: oneOf("theme", THEMES, first.theme),
    offTies: places("hide", kinds.ties),
    offActors: places("without", kinds.actors),
    years: years && model.years ? [Math.max(model.years[0], Number(years[1])), Math.min(model.years[1], Number(years[2]))] : null,
    undated: said.get("undated") !== "0",
    only: years ? oneOf<Only>("only", ["begun", "ended"], "") : "",
    focus: place("focus", actors.id),
    steps: Math.min(3, Math.max(1, Math.trunc(Number(said.get("steps"))) || 1)),
    size: size === "none" ? "" : measures.some((measure) => measure.name === size) ? size! : first.size,
    colour: oneOf<Colouring>("colour", ["kind", "area", "community"], first.colour),
    actor: place("actor", actors.id),
    tie: place("tie", ties.id),
    gaps: said.has("gaps") && model.payload.gaps !== null,
    gap: model.payload.gaps ? place("gaps", model.payload.gaps.id) : -1,
    rows: oneOf("rows", ["actors", "ties"], first.rows),
    step: model.payload.steps.length ? Math.min(model.payload.steps.length, Math.max(1, Math.trunc(Number(said.get("step"))) || 1)) - 1 : -1,
  };
}
