// Room between markers: actors of one place are fanned out, away from their ties, and no two overlap.
//
// This is no simulation: the offsets follow from the places, the radii and the zoom alone.

import { type Model, across, tiesOf } from "./data";
import type { Ground } from "./ground";

export interface Room { readonly dx: Float64Array; readonly dy: Float64Array }
const ROUNDS = 90;
const SAME = 1e-6;
/** How far to either side of the way away from the ties a fan reaches, and how much room a bare place has. */
const FAN = Math.PI * 0.45, POINT = 5;

/** The direction away from the ties of actors that share a place, as an angle; upwards without ties. */
export function away(model: Model, ground: Ground, actors: readonly number[]): number {
  let dx = 0, dy = 0;
  for (const actor of actors) {
    for (const tie of tiesOf(model, actor)) {
      const other = across(model, tie, actor);
      if (!ground.has[other]) continue;
      const x = ground.x[other] - ground.x[actor], y = ground.y[other] - ground.y[actor];
      const length = Math.hypot(x, y);
      if (length > SAME) { dx -= x / length; dy -= y / length; }
    }
  }
  return dx || dy ? Math.atan2(dy, dx) : -Math.PI / 2;
}

/** Actors by the places that they share, each in the order in which they stand there. */
export function shared(model: Model, ground: Ground, actors: readonly number[]): number[][] {
  const places = new Map<string, number[]>();
  for (const actor of actors) {
    const key = `${ground.x[actor].toFixed(3)},${ground.y[actor].toFixed(3)}`;
    const there = places.get(key);
    if (there) there.push(actor); else places.set(key, [actor]);
  }
  const rank = (actor: number) => (isPlace(model, actor) ? 1e9 : 0) + model.from[actor + 1] - model.from[actor];
  return [...places.values()].filter((there) => there.length > 1).map((there) => there.sort((a, b) => rank(b) - rank(a) || a - b));
}

/** Offsets in pixels of `actors` at the zoom `k`, so that circles of `radius` have `gap` between them. */
export function roomFor(model: Model, ground: Ground, actors: readonly number[], radius: (actor: number) => number, k: number, gap = 3): Room {
  const dx = new Float64Array(model.actors), dy = new Float64Array(model.actors);
  const n = actors.length;
  const px = new Float64Array(n), py = new Float64Array(n), r = new Float64Array(n), stay = new Float64Array(n);
  const row = new Map<number, number>();
  actors.forEach((actor, i) => {
    px[i] = ground.x[actor] * k;
    py[i] = ground.y[actor] * k;
    r[i] = radius(actor) * 1.1 + gap / 2;
    stay[i] = 1;
    row.set(actor, i);
  });
  for (const there of shared(model, ground, actors)) {
    // A city stands at its own place. Where there is none, nobody does: a point with the name of the place.
    const city = isPlace(model, there[0]), rest = (city ? there.slice(1) : there).map((actor) => row.get(actor)!);
    if (city) stay[row.get(there[0])!] = 0.12;
    const turned = away(model, ground, there);
    let inner = city ? r[row.get(there[0])!] : POINT;
    // In arcs one behind the other, none further round than the side away from the ties.
    for (let next = 0; next < rest.length;) {
      const widest = Math.max(...rest.slice(next).map((i) => r[i])), far = inner + widest + 1;
      const step = 2 * Math.asin(Math.min(1, widest / far));
      const seats = Math.min(rest.length - next, 1 + 2 * Math.floor(FAN / step));
      for (let seat = 0; seat < seats; seat++) {
        // An even number stands to both sides of the middle.
        const angle = turned + step * (seats % 2 ? (seat % 2 ? 1 : -1) * Math.ceil(seat / 2) : (seat % 2 ? 1 : -1) * (Math.floor(seat / 2) + 0.5));
        px[rest[next + seat]] += far * Math.cos(angle);
        py[rest[next + seat]] += far * Math.sin(angle);
      }
      next += seats;
      inner = far + widest;
    }
  }
  const order = Array.from({ length: n }, (_, i) => i);
  for (let round = 0; round < ROUNDS; round++) {
    let moved = false;
    order.sort((a, b) => px[a] - px[b] || a - b);
    for (let one = 0; one < n; one++) {
      const i = order[one];
      for (let two = one + 1; two < n; two++) {
        const j = order[two];
        const x = px[j] - px[i];
        if (x > 64) break;
        const y = py[j] - py[i], need = r[i] + r[j];
        if (Math.abs(x) >= need || Math.abs(y) >= need) continue;
        const length = Math.hypot(x, y);
        if (length >= need) continue;
        const ux = length > SAME ? x / length : 0, uy = length > SAME ? y / length : 1;
        const push = (need - length) * 0.55, share = stay[i] / (stay[i] + stay[j]);
        px[i] -= ux * push * share; py[i] -= uy * push * share;
        px[j] += ux * push * (1 - share); py[j] += uy * push * (1 - share);
        moved = true;
      }
    }
    if (!moved) break;
  }
  actors.forEach((actor, i) => {
    dx[actor] = px[i] - ground.x[actor] * k;
    dy[actor] = py[i] - ground.y[actor] * k;
  });
  return { dx, dy };
}

/** Cities and regions are places themselves. */
export function isPlace(model: Model, actor: number): boolean {
  const { name } = model.payload.kinds.actors[model.kind[actor]];
  return name === "city" || name === "region";
}
