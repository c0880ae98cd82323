// Names beside markers, none over another: the most important first, the rest wait for a closer look.

export interface Wish { readonly key: number; readonly text: string; readonly x: number; readonly y: number; readonly radius: number; readonly width: number; readonly must: boolean }
export interface Placed { readonly key: number; readonly text: string; readonly x: number; readonly y: number; readonly width: number; /** The middle of a marker that is not beside its name. */ readonly led: readonly [number, number] | null }
type Box = readonly [number, number, number, number];
const CELL = 48;
export const LINE = 15;
// The names of so many of the most important actors may stand further out, with a line to the marker.
const LED = 26;
const RINGS: readonly (readonly [number, number])[] = [1.2, 2, 2.9, 3.9].flatMap((far) =>
  Array.from({ length: 12 }, (_, turn) => [far * Math.cos((turn * Math.PI) / 6), far * Math.sin((turn * Math.PI) / 6)] as const));

export class Taken {
  private readonly cells = new Map<number, Box[]>();

  add(box: Box): void {
    this.over(box, (key) => {
      const there = this.cells.get(key);
      if (there) there.push(box); else this.cells.set(key, [box]);
      return false;
    });
  }

  meets(box: Box): boolean {
    return this.over(box, (key) => (this.cells.get(key) ?? []).some(
      (other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3]));
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

/** Give labels their places, left end and middle line; `wishes` come most important first. */
export function placed(wishes: readonly Wish[], markers: readonly Box[], frame: Box, unit = 1, leads = LED): Placed[] {
  const line = LINE * unit;
  const taken = new Taken();
  for (const box of markers) taken.add(box);
  const labels: Placed[] = [];
  for (const [rank, wish] of wishes.entries()) {
    const { x, y, radius: r, width: w } = wish;
    const near = r * 0.75 + 3;
    const options: readonly (readonly [number, number])[] = [
      [x + r + 4, y], [x - r - 4 - w, y], [x - w / 2, y + r + 9 * unit], [x - w / 2, y - r - 9 * unit],
      [x + near, y + near + 4], [x + near, y - near - 4], [x - near - w, y + near + 4], [x - near - w, y - near - 4],
      [x + r + 10, y + r + 8], [x + r + 10, y - r - 8], [x - r - 10 - w, y + r + 8], [x - r - 10 - w, y - r - 8],
    ];
    const led: readonly (readonly [number, number])[] = rank < leads ? RINGS.map(([dx, dy]) => [x + dx * (r + 16) - (dx < -0.3 ? w : dx < 0.3 ? w / 2 : 0), y + dy * (r + 16)]) : [];
    const tried = [...options, ...led];
    for (let turn = 0; turn < tried.length; turn++) {
      const [left, middle] = tried[turn];
      const box: Box = [left - 1, middle - line / 2, left + w + 1, middle + line / 2];
      const inside = box[0] >= frame[0] + 2 && box[1] >= frame[1] + 2 && box[2] <= frame[2] - 2 && box[3] <= frame[3] - 2;
      if (!inside || taken.meets(box)) continue;
      taken.add(box);
      labels.push({ key: wish.key, text: wish.text, x: left, y: middle, width: w, led: turn < options.length ? null : [x, y] });
      break;
    }
    if (wish.must && labels[labels.length - 1]?.key !== wish.key) {
      const left = Math.min(Math.max(frame[0] + 2, x + r + 4), frame[2] - w - 2);
      labels.push({ key: wish.key, text: wish.text, x: left, y, width: w, led: null });
      taken.add([left, y - line / 2, left + w, y + line / 2]);
    }
  }
  return labels;
}
