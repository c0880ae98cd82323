// Names beside markers, none over another: the most important first, the rest wait for a closer look.

export interface Wish { readonly key: number; readonly text: string; readonly x: number; readonly y: number; readonly radius: number; readonly width: number; readonly must: boolean }
export interface Placed { readonly key: number; readonly text: string; readonly x: number; readonly y: number; readonly width: number }
type Box = readonly [number, number, number, number];
const CELL = 48;
export const LINE = 15;

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
export function placed(wishes: readonly Wish[], markers: readonly Box[], width: number, height: number): Placed[] {
  const taken = new Taken();
  for (const box of markers) taken.add(box);
  const labels: Placed[] = [];
  for (const wish of wishes) {
    const { x, y, radius: r, width: w } = wish;
    const near = r * 0.75 + 3;
    const options: readonly (readonly [number, number])[] = [
      [x + r + 4, y], [x - r - 4 - w, y], [x - w / 2, y + r + 9], [x - w / 2, y - r - 9],
      [x + near, y + near + 4], [x + near, y - near - 4], [x - near - w, y + near + 4], [x - near - w, y - near - 4],
      [x + r + 10, y + r + 8], [x + r + 10, y - r - 8], [x - r - 10 - w, y + r + 8], [x - r - 10 - w, y - r - 8],
    ];
    for (const [left, middle] of options) {
      const box: Box = [left - 1, middle - LINE / 2, left + w + 1, middle + LINE / 2];
      const inside = box[0] >= 2 && box[1] >= 2 && box[2] <= width - 2 && box[3] <= height - 2;
      if (!inside || taken.meets(box)) continue;
      taken.add(box);
      labels.push({ key: wish.key, text: wish.text, x: left, y: middle, width: w });
      break;
    }
    if (wish.must && labels[labels.length - 1]?.key !== wish.key) {
      const left = Math.min(Math.max(2, x + r + 4), width - w - 2);
      labels.push({ key: wish.key, text: wish.text, x: left, y, width: w });
      taken.add([left, y - LINE / 2, left + w, y + LINE / 2]);
    }
  }
  return labels;
}
