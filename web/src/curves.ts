// Quadratic curves: a tie runs from one marker to another past one control point.

export interface Curve { x0: number; y0: number; cx: number; cy: number; x1: number; y1: number }
export interface Point { readonly x: number; readonly y: number }

export function at(curve: Curve, t: number): Point {
  const r = 1 - t, a = r * r, b = 2 * r * t, c = t * t;
  return { x: a * curve.x0 + b * curve.cx + c * curve.x1, y: a * curve.y0 + b * curve.cy + c * curve.y1 };
}

/** How far a point is from a curve, at most `pieces` straight pieces being looked at. */
export function distanceTo(curve: Curve, x: number, y: number, pieces = 16): number {
  let best = Infinity, px = curve.x0, py = curve.y0;
  for (let piece = 1; piece <= pieces; piece++) {
    const { x: qx, y: qy } = at(curve, piece / pieces);
    best = Math.min(best, toPiece(px, py, qx, qy, x, y));
    px = qx; py = qy;
  }
  return best;
}

function toPiece(px: number, py: number, qx: number, qy: number, x: number, y: number): number {
  const dx = qx - px, dy = qy - py, length = dx * dx + dy * dy;
  const t = length ? Math.max(0, Math.min(1, ((x - px) * dx + (y - py) * dy) / length)) : 0;
  return Math.hypot(px + t * dx - x, py + t * dy - y);
}

/** The corners of an arrowhead whose tip touches a marker of radius `radius` at the end of the curve. */
export function arrowhead(curve: Curve, radius: number, size: number): readonly [Point, Point, Point] | null {
  const length = Math.hypot(curve.x1 - curve.x0, curve.y1 - curve.y0);
  if (length < radius + size) return null;
  // Walk back along the curve until it leaves the marker.
  let t = 1;
  while (t > 0.5) {
    const here = at(curve, t);
    if (Math.hypot(here.x - curve.x1, here.y - curve.y1) >= radius) break;
    t -= 0.01;
  }
  const tip = at(curve, t);
  const back = at(curve, Math.max(0, t - Math.min(0.5, (size * 0.8) / length)));
  const turn = Math.atan2(tip.y - back.y, tip.x - back.x);
  const corner = (side: number): Point => ({
    x: tip.x - size * Math.cos(turn + side * 0.42), y: tip.y - size * Math.sin(turn + side * 0.42),
  });
  return [tip, corner(1), corner(-1)];
}
