// What Python wrote into the page, and the same as typed arrays with the ties of each actor.

export type Said = string | readonly string[];
export interface Packed { readonly words: readonly string[]; readonly at: readonly number[] }
export interface PackedSaid { readonly words: readonly Said[]; readonly at: readonly number[] }
export interface ActorKind {
  readonly name: string; readonly one: Said; readonly many: Said;
  readonly colour: string; readonly dark: string; readonly shape: string;
}
export interface TieKind {
  readonly name: string; readonly one: Said; readonly many: Said; readonly colour: string;
  readonly dark: string; readonly dash: readonly number[]; readonly arrow: boolean; readonly directed: boolean;
}
export interface Measure {
  readonly name: string; readonly label: Said; readonly definition: Said; readonly digits: number;
  readonly values: readonly (number | null)[]; readonly ranks: readonly (number | null)[];
}
export interface Source {
  readonly title?: string; readonly publisher?: string; readonly published?: Said; readonly retrieved?: Said;
  readonly note?: string; readonly url?: string; readonly address?: string;
}
export interface Claim { readonly field: Said; readonly value: Said; readonly source: number; readonly note: string }
export interface Step {
  readonly caption: Said; readonly title: Said; readonly state: string;
}
type Numbers = readonly (number | null)[];

export interface Payload {
  readonly languages: readonly (readonly [string, string])[];
  readonly lang: string; readonly title: Said; readonly description: Said; readonly sentence: Said; readonly credit: Said;
  readonly text: Readonly<Record<string, Said>>;
  readonly width: number; readonly height: number;
  readonly kinds: { readonly actors: readonly ActorKind[]; readonly ties: readonly TieKind[] };
  readonly actors: {
    readonly id: readonly string[]; readonly label: readonly string[];
    readonly own: Readonly<Record<string, Readonly<Record<string, string>>>>;
    readonly kind: readonly number[]; readonly country: readonly number[];
    readonly countries: readonly { readonly code: string; readonly name: Said }[];
    readonly area: readonly number[]; readonly areas: readonly Said[];
    readonly lon: Numbers; readonly lat: Numbers; readonly x: readonly number[]; readonly y: readonly number[];
    readonly community: readonly number[] | null;
    readonly aliases: Packed | null; readonly wikidata: Packed | null; readonly note: Packed | null;
    readonly dates: PackedSaid | null;
    /** Names of places that several actors share and none of them is; by actor, which. */
    readonly places: { readonly places: readonly Said[]; readonly at: Readonly<Record<string, number>> } | null;
  };
  readonly ties: {
    readonly id: readonly string[]; readonly tail: readonly number[]; readonly head: readonly number[];
    readonly kind: readonly number[]; readonly bend: readonly number[]; readonly first: Numbers; readonly last: Numbers;
    readonly undated: readonly number[]; readonly disputed: readonly number[];
    readonly dates: PackedSaid | null; readonly start: Packed | null; readonly end: Packed | null;
    readonly status: Packed | null; readonly statuses: Readonly<Record<string, Said>>;
    readonly role: PackedSaid | null; readonly instrument: PackedSaid | null; readonly theme: PackedSaid | null;
    readonly note: Packed | null; readonly weight: Numbers | null;
    readonly sources: readonly (readonly number[])[] | null; readonly shared: Packed | null;
  };
  readonly sources: readonly Source[];
  readonly claims: { readonly actors: Readonly<Record<string, readonly Claim[]>>; readonly ties: Readonly<Record<string, readonly Claim[]>> };
  readonly measures: readonly Measure[];
  /** Ties that are missing: between whom, how grave, and by their places in `said`, why and how well known. */
  readonly gaps: {
    readonly tail: readonly number[]; readonly head: readonly number[]; readonly id: readonly string[];
    readonly severity: readonly number[]; readonly survey: readonly number[]; readonly reasons: readonly (readonly number[])[];
    readonly said: readonly Said[];
  } | null;
  /** By measure, the ranks between which each actor lies when ties are missing. */
  readonly intervals: { readonly draws: number; readonly drop: number; readonly ranks: Readonly<Record<string, readonly (readonly (number | null)[])[]>> } | null;
  readonly preset: string;
  readonly steps: readonly Step[];
}

export interface Model {
  readonly payload: Payload;
  readonly actors: number;
  readonly ties: number;
  readonly kind: Uint16Array;
  readonly tail: Int32Array;
  readonly head: Int32Array;
  readonly tieKind: Uint16Array;
  readonly bend: Float32Array;
  /** The first and last year of a tie; open sides reach to ∓ 32767. */
  readonly first: Int16Array;
  readonly last: Int16Array;
  readonly undated: Uint8Array;
  readonly disputed: Uint8Array;
  /** The ties of an actor are `touching[from[a]]` to `touching[from[a + 1]]`, end excluded. */
  readonly from: Int32Array;
  readonly touching: Int32Array;
  readonly years: readonly [number, number] | null;
}

export const OPEN = 32767;

export function toModel(payload: Payload): Model {
  const { actors, ties } = payload;
  const n = actors.id.length, m = ties.id.length;
  const tail = Int32Array.from(ties.tail), head = Int32Array.from(ties.head);
  const from = new Int32Array(n + 1);
  for (let t = 0; t < m; t++) { from[tail[t] + 1]++; from[head[t] + 1]++; }
  for (let a = 0; a < n; a++) from[a + 1] += from[a];
  const next = from.slice(0, n), touching = new Int32Array(2 * m);
  for (let t = 0; t < m; t++) { touching[next[tail[t]]++] = t; touching[next[head[t]]++] = t; }
  const first = new Int16Array(m), last = new Int16Array(m);
  const undated = new Uint8Array(m), disputed = new Uint8Array(m);
  for (const t of ties.undated) undated[t] = 1;
  for (const t of ties.disputed) disputed[t] = 1;
  let low = Infinity, high = -Infinity;
  for (let t = 0; t < m; t++) {
    const begins = ties.first[t], ends = ties.last[t];
    first[t] = begins ?? -OPEN;
    last[t] = ends ?? OPEN;
    if (undated[t]) continue;
    for (const year of [begins, ends]) {
      if (year !== null) { low = Math.min(low, year); high = Math.max(high, year); }
    }
  }
  return {
    payload, actors: n, ties: m, tail, head, from, touching, first, last, undated, disputed,
    kind: Uint16Array.from(actors.kind),
    tieKind: Uint16Array.from(ties.kind),
    bend: Float32Array.from(ties.bend),
    years: low < high ? [low, high] : null,
  };
}

export const word = (column: Packed | null, row: number): string => column === null ? "" : column.words[column.at[row]];

/** The ties of `actor`. */
export const tiesOf = (model: Model, actor: number): Int32Array =>
  model.touching.subarray(model.from[actor], model.from[actor + 1]);

/** The other end of `tie`. */
export const across = (model: Model, tie: number, actor: number): number =>
  model.tail[tie] === actor ? model.head[tie] : model.tail[tie];
