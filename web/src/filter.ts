// Which ties and actors are shown: ties first, actors follow.

import { type Model, across, tiesOf, word } from "./data";
import type { State } from "./state";

export interface Shown {
  readonly ties: Uint8Array;
  readonly actors: Uint8Array;
  readonly tieCount: number;
  readonly actorCount: number;
  /** Shown ties and actors by the place of their kind. */
  readonly byTieKind: Int32Array;
  readonly byActorKind: Int32Array;
  /** Steps from the actor in focus; 255 for what is further, 0 where there is no focus. */
  readonly distance: Uint8Array;
}

export function filtered(model: Model, state: State): Shown {
  const { kinds } = model.payload;
  const ties = new Uint8Array(model.ties), actors = new Uint8Array(model.actors);
  const offTies = flags(state.offTies, kinds.ties.length), offActors = flags(state.offActors, kinds.actors.length);
  const [low, high] = state.years ?? [-Infinity, Infinity];
  for (let t = 0; t < model.ties; t++) {
    if (offTies[model.tieKind[t]] || offActors[model.kind[model.tail[t]]] || offActors[model.kind[model.head[t]]]) continue;
    if (model.undated[t] ? !state.undated : model.first[t] > high || model.last[t] < low) continue;
    if (state.only && !changes(model, t, state.only, low, high)) continue;
    ties[t] = 1;
  }
  // Without a filter of ties, actors without ties stay in the picture.
  const choosing = state.offTies.size > 0 || state.years !== null || !state.undated;
  for (let a = 0; a < model.actors; a++) {
    if (offActors[model.kind[a]]) continue;
    actors[a] = !choosing || tiesOf(model, a).some((tie) => ties[tie] === 1) ? 1 : 0;
  }
  const distance = new Uint8Array(model.actors);
  if (state.focus >= 0) {
    near(model, ties, state.focus, state.steps, distance);
    actors[state.focus] = 1;
    for (let a = 0; a < model.actors; a++) if (distance[a] > state.steps) actors[a] = 0;
    for (let t = 0; t < model.ties; t++) if (!actors[model.tail[t]] || !actors[model.head[t]]) ties[t] = 0;
  }
  const byTieKind = new Int32Array(kinds.ties.length), byActorKind = new Int32Array(kinds.actors.length);
  let tieCount = 0, actorCount = 0;
  for (let t = 0; t < model.ties; t++) if (ties[t]) { tieCount++; byTieKind[model.tieKind[t]]++; }
  for (let a = 0; a < model.actors; a++) if (actors[a]) { actorCount++; byActorKind[model.kind[a]]++; }
  return { ties, actors, tieCount, actorCount, byTieKind, byActorKind, distance };
}

/** Whether a tie began, or ended, in one of these years; what was for one day or year alone only began. */
export function changes(model: Model, tie: number, how: "begun" | "ended", low: number, high: number): boolean {
  const { start, end } = model.payload.ties, until = word(end, tie);
  // "2018-09/..": seen then, and not known to have ended.
  if (how === "ended" && until && (until.endsWith("/..") || until === word(start, tie))) return false;
  const year = (how === "begun" ? model.first : model.last)[tie];
  return !model.undated[tie] && year >= low && year <= high;
}

function flags(places: ReadonlySet<number>, length: number): Uint8Array {
  const set = new Uint8Array(length);
  for (const place of places) set[place] = 1;
  return set;
}

/** Steps from `from` along shown ties, into `distance`; 255 beyond `most`. */
function near(model: Model, ties: Uint8Array, from: number, most: number, distance: Uint8Array): void {
  distance.fill(255);
  distance[from] = 0;
  let edge = [from];
  for (let step = 1; step <= most; step++) {
    const next: number[] = [];
    for (const actor of edge) {
      for (const tie of tiesOf(model, actor)) {
        const other = across(model, tie, actor);
        if (ties[tie] && distance[other] === 255) { distance[other] = step; next.push(other); }
      }
    }
    edge = next;
  }
}
