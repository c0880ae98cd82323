// Colours of the picture in each theme; those of kinds come with the data.

import type { Colouring, State, Theme } from "./state";
import type { Model } from "./data";

export interface Palette {
  readonly name: "light" | "dark";
  readonly paper: string; readonly sea: string; readonly land: string; readonly border: string;
  readonly ink: string; readonly soft: string; readonly accent: string;
}
const LIGHT: Palette = { name: "light", paper: "#ffffff", sea: "#eef3f7", land: "#e2e2dc", border: "#ffffff", ink: "#1b2430", soft: "#566072", accent: "#0b5cad" };
const PRINT: Palette = { ...LIGHT, sea: "#ffffff", land: "#ececec", border: "#ffffff" };
const DARK: Palette = { name: "dark", paper: "#12161c", sea: "#10141a", land: "#242b34", border: "#10141a", ink: "#e7ebf1", soft: "#a5afbe", accent: "#7cb7ff" };

export const GREY = { light: "#5f6672", dark: "#a2a9b5" } as const;
/** Of areas and communities, which have no colours of their own: light, dark. */
export const SERIES: readonly (readonly [string, string])[] = [
  ["#0072b2", "#5cb3ec"], ["#c8500a", "#f58a4a"], ["#00805e", "#3fc79d"], ["#a8417c", "#e48fc0"],
  ["#8a6a00", "#d8b13c"], ["#3a4db8", "#97a4f5"], ["#2f7d95", "#6fc3dc"], ["#7a5c3a", "#cfa981"],
];

export function paletteOf(theme: Theme, dark: boolean): Palette {
  if (theme === "print") return PRINT;
  return theme === "dark" || (theme === "system" && dark) ? DARK : LIGHT;
}

export function tieColours(model: Model, palette: Palette): readonly string[] {
  return model.payload.kinds.ties.map((kind) => palette.name === "dark" ? kind.dark : kind.colour);
}

/** The group of every actor by which it is coloured; -1 for what has none or is beyond the series. */
export function groups(model: Model, colouring: Colouring): readonly number[] {
  const { kind, area, community } = model.payload.actors;
  if (colouring === "kind") return kind;
  const of = colouring === "area" ? area : community ?? [];
  const ranked = ranking(of);
  return of.map((group) => group < 0 ? -1 : ranked.indexOf(group) < SERIES.length ? group : -1);
}

/** Groups by their size, the largest first. */
export function ranking(of: readonly number[]): readonly number[] {
  const counts = new Map<number, number>();
  for (const group of of) if (group >= 0) counts.set(group, (counts.get(group) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([group]) => group);
}

export function actorColours(model: Model, state: State, palette: Palette): readonly string[] {
  const dark = palette.name === "dark";
  if (state.colour === "kind") {
    const byKind = model.payload.kinds.actors.map((kind) => dark ? kind.dark : kind.colour);
    return model.payload.actors.kind.map((kind) => byKind[kind]);
  }
  const of = groups(model, state.colour);
  const ranked = ranking(of);
  const places = new Map(ranked.map((group, place) => [group, place]));
  return of.map((group) => group < 0 ? GREY[palette.name] : SERIES[places.get(group)!][dark ? 1 : 0]);
}
