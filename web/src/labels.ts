// Names beside markers, none over another: the most important first, the rest wait for a closer look.

export interface Wish {
  readonly key: number; readonly text: string; readonly x: number; readonly y: number; readonly radius: number; readonly width: number; readonly must: boolean;
  /** The name of a place at which several actors stand, not of an actor. */
  readonly place?: boolean;
}
export interface Placed {
  readonly key: number; readonly text: string; readonly x: number; readonly y: number; readonly width: number; readonly place: boolean;
  /** The middle of a marker that is not beside its name. */
  readonly led: readonly [number, number] | null;
}
type Box = readonly [number, number, number, number];
type Spot = readonly [number, number];
const CELL = 48;
export const LINE = 15;
// The names of so many of the most important actors may stand further out, with a line to the marker.
const LED = 60;
// In pictures of so many names, some make room for others.
const MOVABLE = 160;
const MARKER = -1;
const RINGS: readonly Spot[] = [1.2, 1.7, 2.4, 3.2, 4.2, 5.4].flatMap((far) =>
  Array.from({ length: 16 }, (_, turn) => [far * Math.cos((turn * Math.PI) / 8), far * Math.sin((turn * Math.PI) / 8)] as const));

/** Boxes that are taken, each by somebody; `MARKER` never gives way. */
export class Taken {
  private readonly cells = new Map<number, [Box, number][]>();

  add(box: Box, owner = MARKER): void {
    this.over(box, (key) => {
      const there = this.cells.get(key);
      if (there) there.push([box, owner]); else this.cells.set(key, [[box, owner]]);
      return false;
    });
  }

  remove(box: Box): void {
    this.over(box, (key) => {
      const there = this.cells.get(key)!;
      there.splice(there.findIndex(([one]) => one === box), 1);
      return false;
    });
  }

  meets(box: Box): boolean {
    return this.over(box, (key) => (this.cells.get(key) ?? []).some(([other]) => cross(box, other)));
  }

  /** Whether nobody but `owner` is met. */
  only(box: Box, owner: number): boolean {
    return !this.over(box, (key) => (this.cells.get(key) ?? []).some(([other, whose]) => whose !== owner && cross(box, other)));
  }

  owners(box: Box): Set<number> {
    const found = new Set<number>();
    this.over(box, (key) => { for (const [other, owner] of this.cells.get(key) ?? []) if (cross(box, other)) found.add(owner); return false; });
    return found;
  }

  private over(box: Box, visit: (key: number) => boolean): boolean {
    for (let row = Math.floor(box[1] / CELL); row <= Math.floor(box[3] / CELL); row++) {
      for (let column = Math.floor(box[0] / CELL); column <= Math.floor(box[2] / CELL); column++) {
        if (visit(row * 65536 + column)) return true;
      }
    }
    return false;
  }
}

const cross = (one: Box, two: Box): boolean => one[0] < two[2] && two[0] < one[2] && one[1] < two[3] && two[1] < one[3];

const wider = (box: Box, by: number): Box => [box[0] - by, box[1] - by, box[2] + by, box[3] + by];
/** Where on a name's line the line to its marker ends. */
export const lineEnd = (x: number, left: number, width: number): number => x < left ? left - 2 : x > left + width ? left + width + 2 : x;

interface Stand { readonly box: Box; readonly left: number; readonly middle: number; readonly line: readonly Box[] | null }

/** A box where no name may be: of the marker of a wish with that `key`, or of anything else. */
export interface Barred { readonly box: Box; readonly key: number | null }

/**
 * Give labels their places, left end and middle line; `wishes` come most important first.
 * None stands nearer to another's marker than to its own, and no line to a marker crosses another.
 */
export function placed(wishes: readonly Wish[], barred: readonly Barred[], frame: Box, unit = 1, leads = LED): Placed[] {
  const line = LINE * unit;
  const taken = new Taken(), spots = new Taken(), rankOf = new Map(wishes.map(({ key }, rank) => [key, rank]));
  for (const { box, key } of barred) {
    taken.add(box);
    if (key !== null) spots.add(box, rankOf.get(key) ?? MARKER);
  }
  const alone = (box: Box, rank: number) => spots.only(box, rank);
  const stands: (Stand | null)[] = wishes.map(() => null);
  const inside = (box: Box) => box[0] >= frame[0] + 2 && box[1] >= frame[1] + 2 && box[2] <= frame[2] - 2 && box[3] <= frame[3] - 2;
  const boxAt = (left: number, middle: number, width: number): Box => [left - 1, middle - line / 2, left + width + 1, middle + line / 2];
  /** The line from a marker to a name, in small boxes; null where it would cross something. */
  const lineTo = (rank: number, left: number, middle: number): Box[] | null => {
    const { x, y, width, radius } = wishes[rank], dx = lineEnd(x, left, width) - x, dy = middle - y, far = Math.hypot(dx, dy);
    const boxes: Box[] = [];
    for (let at = radius + 4; at < far - (dx ? 0 : line / 2); at += 5) {
      const px = x + (dx * at) / far, py = y + (dy * at) / far, box: Box = [px - 1, py - 1, px + 1, py + 1];
      if (taken.meets(box)) return null;
      boxes.push(box);
    }
    return boxes;
  };
  const beside = (rank: number): Spot[] => {
    const { x, y, radius: r, width: w } = wishes[rank], near = r * 0.75 + 3;
    return [
      [x + r + 4, y], [x - r - 4 - w, y], [x - w / 2, y + r + 9 * unit], [x - w / 2, y - r - 9 * unit],
      [x + near, y + near + 4], [x + near, y - near - 4], [x - near - w, y + near + 4], [x - near - w, y - near - 4],
      [x - w * 0.25, y + r + 9 * unit], [x - w * 0.25, y - r - 9 * unit], [x - w * 0.75, y + r + 9 * unit], [x - w * 0.75, y - r - 9 * unit],
      [x + r + 10, y + r + 8], [x + r + 10, y - r - 8], [x - r - 10 - w, y + r + 8], [x - r - 10 - w, y - r - 8],
    ];
  };
  const own = (rank: number, box: Box): boolean => {
    const { x, y, radius } = wishes[rank];
    const far = Math.hypot(Math.max(box[0] - x, 0, x - box[2]), Math.max(box[1] - y, 0, y - box[3])) - radius;
    return alone(wider(box, Math.max(1, far)), rank);
  };
  /** A free place beside the marker, or further out with a line. */
  const free = (rank: number, leading: boolean): Stand | null => {
    const { x, y, radius: r, width: w } = wishes[rank];
    for (const [left, middle] of beside(rank)) {
      const box = boxAt(left, middle, w);
      if (inside(box) && !taken.meets(box) && own(rank, box)) return { left, middle, box, line: null };
    }
    for (const [dx, dy] of leading ? RINGS : []) {
      const left = x + dx * (r + 16) - (dx < -0.3 ? w : dx < 0.3 ? w / 2 : 0), middle = y + dy * (r + 16), box = boxAt(left, middle, w);
      if (!inside(box) || taken.meets(box)) continue;
      const way = lineTo(rank, left, middle);
      if (way) return { left, middle, box, line: way };
    }
    return null;
  };
  const stand = (rank: number, at: Stand) => { stands[rank] = at; taken.add(at.box, rank); at.line?.forEach((box) => { taken.add(box, rank); }); };
  const leave = (rank: number) => { const at = stands[rank]!; taken.remove(at.box); at.line?.forEach((box) => { taken.remove(box); }); stands[rank] = null; };
  for (let rank = 0; rank < wishes.length; rank++) {
    const { must, x, y, radius, width } = wishes[rank];
    const found = free(rank, rank < leads);
    if (found) stand(rank, found);
    else if (must) {
      const left = Math.min(Math.max(frame[0] + 2, x + radius + 4), frame[2] - width - 2);
      stand(rank, { left, middle: y, box: boxAt(left, y, width), line: null });
    }
  }
  // Who found no place takes that of one who finds another.
  for (let rank = 0; rank < wishes.length && wishes.length <= MOVABLE; rank++) {
    if (stands[rank]) continue;
    for (const [left, middle] of beside(rank)) {
      const box = boxAt(left, middle, wishes[rank].width);
      if (!inside(box) || !own(rank, box)) continue;
      const owners = [...taken.owners(box)];
      if (owners.length > 3 || owners.some((owner) => owner === MARKER || wishes[owner].must)) continue;
      const before = owners.map((owner) => stands[owner]!);
      owners.forEach(leave);
      stand(rank, { left, middle, box, line: null });
      const moved = owners.every((owner, place) => {
        // Nobody is sent further out for the sake of somebody less important.
        const other = free(owner, owner < leads && (rank < owner || before[place].line !== null));
        if (other) stand(owner, other);
        return other;
      });
      if (moved) break;
      leave(rank);
      owners.forEach((owner, place) => { if (stands[owner]) leave(owner); stand(owner, before[place]); });
    }
  }
  return wishes.flatMap(({ key, text, x, y, width, place }, rank) => {
    const at = stands[rank];
    return at ? [{ key, text, x: at.left, y: at.middle, width, place: place ?? false, led: at.line ? [x, y] as const : null }] : [];
  });
}
