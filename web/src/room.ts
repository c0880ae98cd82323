// Room between markers: actors of one place are fanned out, away from their ties, and no two overlap.
//
// This is no simulation: the offsets follow from the places, the radii and the zoom alone.

import { type Model, across, tiesOf } from "./data";
import type { Ground } from "./ground";

export interface Room { readonly dx: Float64Array; readonly dy: Float64Array }
const ROUNDS = 90;
const SAME = 1e-6;

/** The direction away from an actor's ties, as an angle; upwards without ties. */
export function away(model: Model, ground: Ground, actor: number): number {
  let dx = 0, dy = 0;
  for (const tie of tiesOf(model, actor)) {
    const other = across(model, tie, actor);
    if (!ground.has[other]) continue;
    const x = ground.x[other] - ground.x[actor], y = ground.y[other] - ground.y[actor];
    const length = Math.hypot(x, y);
    if (length > SAME) { dx -= x / length; dy -= y / length; }
  }
  return dx || dy ? Math.atan2(dy, dx) : -Math.PI / 2;
}

/** Offsets in pixels of `actors` at the zoom `k`, so that circles of `radius` have `gap` between them. */
export function roomFor(model: Model, ground: Ground, actors: readonly number[], radius: (actor: number) => number, k: number, gap = 3): Room {
  const dx = new Float64Array(model.actors), dy = new Float64Array(model.actors);
  const n = actors.length;
  const px = new Float64Array(n), py = new Float64Array(n), r = new Float64Array(n), stay = new Float64Array(n);
  const places = new Map<string, number[]>();
  actors.forEach((actor, i) => {
    px[i] = ground.x[actor] * k;
    py[i] = ground.y[actor] * k;
    r[i] = radius(actor) * 1.1 + gap / 2;
    stay[i] = 1;
    const key = `${ground.x[actor].toFixed(3)},${ground.y[actor].toFixed(3)}`;
    const there = places.get(key);
    if (there) there.push(i); else places.set(key, [i]);
  });
  for (const there of places.values()) {
    if (there.length === 1) continue;
    // A city stands at its own place; where there is none, the actor with the most ties.
    const rank = (i: number) => (isPlace(model, actors[i]) ? 1e9 : 0) + model.from[actors[i] + 1] - model.from[actors[i]];
    there.sort((a, b) => rank(b) - rank(a) || a - b);
    stay[there[0]] = 0.12;
    const rest = there.slice(1);
    const turned = away(model, ground, actors[there[0]]);
    const step = Math.min(0.75, (1.5 * Math.PI) / Math.max(1, rest.length));
    rest.forEach((i, place) => {
      const angle = turned + (place % 2 ? 1 : -1) * Math.ceil(place / 2) * step;
      const far = r[there[0]] + r[i] + 2;
      px[i] += far * Math.cos(angle);
      py[i] += far * Math.sin(angle);
    });
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

function isPlace(model: Model, actor: number): boolean {
  const { name } = model.payload.kinds.actors[model.kind[actor]];
  return name === "city" || name === "region";
}
