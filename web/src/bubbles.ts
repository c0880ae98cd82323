// Large networks from afar: actors near each other are one bubble, ties between bubbles one bundle.

import type { Model } from "./data";
import type { Shown } from "./filter";
import type { Ground } from "./ground";

export interface Bubbles {
  readonly level: number;
  readonly count: number;
  /** The bubble of every shown actor that has a place, else -1. */
  readonly of: Int32Array;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly size: Int32Array;
  /** The only actor, or the one with the most ties. */
  readonly leader: Int32Array;
  /** Actors by bubble and group: `groups` numbers a bubble. */
  readonly parts: Int32Array;
  readonly groups: number;
  /** Bundles, the widest last: two bubbles and how many ties. */
  readonly one: Int32Array;
  readonly two: Int32Array;
  readonly ties: Int32Array;
}
const CELL = 58;

/** The zoom steps at which bubbles change; between them they only move. */
export const levelOf = (k: number): number => Math.round(Math.log2(k) * 1.5);

export function bubbles(model: Model, ground: Ground, shown: Shown, level: number, group: ArrayLike<number>, groups: number): Bubbles {
  const cell = CELL / 2 ** (level / 1.5);
  const of = new Int32Array(model.actors).fill(-1);
  const cells = new Map<number, number>();
  let count = 0;
  for (let a = 0; a < model.actors; a++) {
    if (!shown.actors[a] || !ground.has[a]) continue;
    const key = (Math.floor(ground.y[a] / cell) + 1e6) * 4e6 + Math.floor(ground.x[a] / cell) + 1e6;
    let bubble = cells.get(key);
    if (bubble === undefined) { bubble = count++; cells.set(key, bubble); }
    of[a] = bubble;
  }
  const x = new Float64Array(count), y = new Float64Array(count), size = new Int32Array(count);
  const leader = new Int32Array(count).fill(-1), parts = new Int32Array(count * groups);
  const degree = (a: number) => model.from[a + 1] - model.from[a];
  for (let a = 0; a < model.actors; a++) {
    const bubble = of[a];
    if (bubble < 0) continue;
    x[bubble] += ground.x[a]; y[bubble] += ground.y[a]; size[bubble]++;
    parts[bubble * groups + Math.max(0, group[a])]++;
    if (leader[bubble] < 0 || degree(a) > degree(leader[bubble])) leader[bubble] = a;
  }
  for (let b = 0; b < count; b++) { x[b] /= size[b]; y[b] /= size[b]; }
  const between = new Map<number, number>();
  for (let t = 0; t < model.ties; t++) {
    if (!shown.ties[t]) continue;
    const one = of[model.tail[t]], two = of[model.head[t]];
    if (one < 0 || two < 0 || one === two) continue;
    const key = Math.min(one, two) * count + Math.max(one, two);
    between.set(key, (between.get(key) ?? 0) + 1);
  }
  const sorted = [...between].sort((a, b) => a[1] - b[1] || a[0] - b[0]);
  return {
    level, count, of, x, y, size, leader, parts, groups,
    one: Int32Array.from(sorted, ([key]) => Math.floor(key / count)),
    two: Int32Array.from(sorted, ([key]) => key % count),
    ties: Int32Array.from(sorted, ([, ties]) => ties),
  };
}

/** The radius of a bubble of `size` actors. */
export const bubbleRadius = (size: number): number => Math.min(19, 6 + 3.6 * Math.log10(Math.max(1, size)) * 1.15);

/** The slices of a bubble's ring, from the top: where each begins and ends, and its group. */
export function slices(b: Bubbles, bubble: number): [number, number, number][] {
  const found: [number, number, number][] = [];
  let turn = -Math.PI / 2;
  for (let group = 0; group < b.groups; group++) {
    const part = b.parts[bubble * b.groups + group];
    if (!part) continue;
    const next = turn + (2 * Math.PI * part) / b.size[bubble];
    found.push([turn, next, group]);
    turn = next;
  }
  return found;
}
