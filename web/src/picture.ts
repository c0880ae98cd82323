// The picture: one canvas, drawn anew from the places, the filters and the zoom.

import { quadtree, type Quadtree } from "d3-quadtree";
import { select } from "d3-selection";
import { type ZoomBehavior, type ZoomTransform, zoom, zoomIdentity } from "d3-zoom";
import { type Bubbles, bubbleRadius, bubbles, levelOf, slices } from "./bubbles";
import { type Curve, arrowhead, at, distanceTo } from "./curves";
import { type Model, across, tiesOf } from "./data";
import { h } from "./dom";
import type { Shown } from "./filter";
import { EDGE, type Ground } from "./ground";
import { type Barred, type Placed, type Wish, lineEnd, placed } from "./labels";
import { type Room, isPlace, roomFor, shared } from "./room";
import { trace } from "./shapes";
import { type Sizes, sizesBy } from "./sizes";
import type { State } from "./state";
import type { Speech } from "./text";
import { type Palette, actorColours, groups, ranking, tieColours } from "./theme";

const font = (size: number): string => `600 ${size}px 'Noto Sans', 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif`;
export const LETTER = 12.5;
const FEW = 700;
const PAD = 46;
/** How missing ties are dashed. */
export const MISSING: readonly number[] = [2, 5];
type Box = readonly [number, number, number, number];

export interface Look {
  readonly model: Model; readonly ground: Ground; readonly shown: Shown; readonly state: State;
  readonly palette: Palette; readonly speech: Speech;
}
export interface Hit { readonly actor: number; readonly tie: number; readonly bubble: number; readonly gap: number }
export const NOTHING: Hit = { actor: -1, tie: -1, bubble: -1, gap: -1 };
export interface Handlers { hover(hit: Hit, x: number, y: number): void; click(hit: Hit): void; moved(): void }

export class Picture {
  readonly element: HTMLCanvasElement;
  private readonly context: CanvasRenderingContext2D;
  private readonly layer = document.createElement("canvas");
  private layerAt: ZoomTransform | null = null;
  private readonly zoom: ZoomBehavior<HTMLCanvasElement, unknown>;
  private look: Look | null = null;
  private width = 1;
  private height = 1;
  private ratio = 1;
  private frame = 0;
  private settle = 0;
  private slow = false;
  private fitted = false;
  private room: Room | null = null;
  private roomKey = "";
  private rooms = 0;
  private sizes: Sizes | null = null;
  private colours: readonly string[] = [];
  private ties: readonly string[] = [];
  private group: readonly number[] = [];
  private groupColours: readonly string[] = [];
  private tree: Quadtree<number> | null = null;
  private held: Bubbles | null = null;
  private heldShown: Shown | null = null;
  private readonly widths = new Map<string, number>();
  private hovered = NOTHING;
  private cursor = -1;
  transform: ZoomTransform = zoomIdentity;
  wheel = true;
  /** How much larger everything is drawn on a very large screen. */
  unit = 1;
  drawn = { labels: [] as Placed[], bubbles: 0, markers: 0, milliseconds: 0 };

  constructor(private readonly handlers: Handlers, private readonly still: () => boolean) {
    this.element = h("canvas", { class: "am-canvas", "aria-hidden": "true" });
    this.context = this.element.getContext("2d")!;
    this.zoom = zoom<HTMLCanvasElement, unknown>()
      .filter((event: WheelEvent & MouseEvent) => (event.type !== "wheel" || this.wheel || event.ctrlKey) && !event.button)
      .clickDistance(4)
      .on("zoom", (event: { transform: ZoomTransform }) => { this.transform = event.transform; this.handlers.moved(); this.later(true); });
    select(this.element).call(this.zoom).on("dblclick.zoom", null);
    this.element.addEventListener("pointermove", (event) => {
      if (event.buttons) return;
      const [x, y] = this.local(event);
      this.point(this.hit(x, y, event.pointerType === "touch" ? 14 : 6), x, y);
    });
    this.element.addEventListener("pointerleave", () => { this.point(NOTHING, 0, 0); });
    this.element.addEventListener("click", (event) => {
      const [x, y] = this.local(event);
      this.handlers.click(this.hit(x, y, matchMedia("(pointer: coarse)").matches ? 14 : 6));
    });
    this.element.addEventListener("dblclick", (event) => {
      const [x, y] = this.local(event);
      this.scaleBy(2, [x, y]);
    });
  }

  private local(event: MouseEvent): [number, number] {
    const box = this.element.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  private point(hit: Hit, x: number, y: number): void {
    if (hit.actor !== this.hovered.actor || hit.tie !== this.hovered.tie || hit.bubble !== this.hovered.bubble || hit.gap !== this.hovered.gap) {
      this.hovered = hit;
      this.later(false);
    }
    this.element.style.cursor = hit === NOTHING ? "grab" : "pointer";
    this.handlers.hover(hit, x, y);
  }

  /** Take what is to be drawn; positions of another ground begin with everything in sight. */
  show(look: Look): void {
    const before = this.look;
    this.look = look;
    const sized = before?.state.size !== look.state.size || before.model !== look.model;
    if (!this.sizes || sized) this.measure(look);
    if (!before || before.palette !== look.palette || before.state.colour !== look.state.colour) {
      this.colours = actorColours(look.model, look.state, look.palette);
      this.ties = tieColours(look.model, look.palette);
      this.group = groups(look.model, look.state.colour);
      const ranked = ranking(this.group);
      const first = new Map(ranked.map((group) => [group, this.colours[this.group.indexOf(group)]]));
      this.groupColours = Array.from({ length: Math.max(1, ...ranked.map((group) => group + 1)) }, (_, group) => first.get(group) ?? look.palette.soft);
      this.held = null;
    }
    if (sized || before?.shown !== look.shown || before.ground !== look.ground) this.rooms++;
    if (before?.ground !== look.ground) { this.held = null; this.fitted = false; this.fit(false); }
    this.later(false);
  }

  private measure(look: Look): void {
    this.sizes = sizesBy(look.model, look.state.size, this.unit * Math.max(0.6, Math.min(1, Math.sqrt(60 / Math.max(1, look.model.actors)))));
  }

  resize(width: number, height: number): void {
    const before = [this.width, this.height];
    this.width = Math.max(1, width);
    this.height = Math.max(1, height);
    this.ratio = Math.min(3, window.devicePixelRatio || 1);
    this.element.width = Math.round(this.width * this.ratio);
    this.element.height = Math.round(this.height * this.ratio);
    this.layerAt = null;
    const unit = Math.min(1.8, Math.max(1, Math.min(this.width / 1900, this.height / 1100)));
    if (unit !== this.unit) { this.unit = unit; this.widths.clear(); this.sizes = null; this.rooms++; if (this.look) this.measure(this.look); }
    if (this.look && (!this.fitted || before[0] < 2)) this.fit(false);
    else if (this.look) {
      const [dx, dy] = [(this.width - before[0]) / 2, (this.height - before[1]) / 2];
      this.go(zoomIdentity.translate(this.transform.x + dx, this.transform.y + dy).scale(this.transform.k), false);
    }
    this.draw();
  }

  private covered(): readonly [number, number, number, number] { return this.inset; }
  /** What of the picture lies under panels: left, top, right, bottom. */
  inset: readonly [number, number, number, number] = [0, 0, 0, 0];

  /** What stands over the picture, where no name may be. */
  obstacles: readonly Box[] = [];

  /** Show everything, or the box around `actors`, no nearer than `nearest`. */
  fit(moving: boolean, actors?: readonly number[], nearest = Infinity): void {
    const look = this.look;
    if (!look || this.width < 2) return;
    let [left, top, right, bottom] = look.ground.box;
    const here = actors?.filter((actor) => look.ground.has[actor]) ?? [];
    if (here.length) {
      left = Math.min(...here.map((a) => look.ground.x[a])); right = Math.max(...here.map((a) => look.ground.x[a]));
      top = Math.min(...here.map((a) => look.ground.y[a])); bottom = Math.max(...here.map((a) => look.ground.y[a]));
    }
    const covered = this.covered();
    const wide = Math.max(60, this.width - covered[0] - covered[2]), high = Math.max(60, this.height - covered[1] - covered[3]);
    // Markers that make room for one another stand up to a few dozen pixels outside the box.
    const padX = Math.min(PAD * 2, wide * 0.12), padY = Math.min(Math.max(PAD, high * 0.04), high * 0.12);
    const whole = this.least();
    this.zoom.scaleExtent([whole * 0.6, whole * 4000]);
    const k = Math.min((wide - 2 * padX) / Math.max(1e-6, right - left), (high - 2 * padY) / Math.max(1e-6, bottom - top), here.length ? Math.min(whole * 12, nearest) : Infinity);
    if (!here.length) this.whole = k;
    const to = zoomIdentity
      .translate(covered[0] + wide / 2 - (k * (left + right)) / 2, covered[1] + high / 2 - (k * (top + bottom)) / 2).scale(k);
    this.fitted = true;
    this.go(to, moving);
  }

  private least(): number {
    const [left, top, right, bottom] = this.look!.ground.box;
    return Math.min(this.width / Math.max(1, right - left), this.height / Math.max(1, bottom - top), 40);
  }

  private go(to: ZoomTransform, moving: boolean): void {
    const from = this.transform;
    const set = (transform: ZoomTransform) => { this.zoom.transform(select(this.element), transform); };
    cancelAnimationFrame(this.moving);
    if (!moving || this.still()) { set(to); return; }
    const began = performance.now();
    const step = (now: number) => {
      const t = Math.min(1, (now - began) / 420), e = t < 0.5 ? 4 * t ** 3 : 1 - (-2 * t + 2) ** 3 / 2;
      const k = from.k * (to.k / from.k) ** e;
      // The middle of the picture moves evenly on the ground.
      const [cx, cy] = [this.width / 2, this.height / 2];
      const mid = (z: ZoomTransform) => z.invert([cx, cy]);
      const [ax, ay] = mid(from), [bx, by] = mid(to);
      const w = Math.abs(to.k / from.k - 1) < 1e-6 ? e : (1 / k - 1 / from.k) / (1 / to.k - 1 / from.k);
      set(t === 1 ? to : zoomIdentity.translate(cx - k * (ax + (bx - ax) * w), cy - k * (ay + (by - ay) * w)).scale(k));
      if (t < 1) this.moving = requestAnimationFrame(step);
    };
    this.moving = requestAnimationFrame(step);
  }
  private moving = 0;
  /** The zoom at which everything is shown. */
  private whole = 0;

  scaleBy(factor: number, about: readonly [number, number] = [this.width / 2, this.height / 2]): void {
    const [low, high] = this.zoom.scaleExtent();
    const k = Math.min(high, Math.max(low, this.transform.k * factor));
    const [x, y] = this.transform.invert([about[0], about[1]]);
    this.go(zoomIdentity.translate(about[0] - k * x, about[1] - k * y).scale(k), true);
  }

  panBy(dx: number, dy: number): void {
    this.go(zoomIdentity.translate(this.transform.x + dx, this.transform.y + dy).scale(this.transform.k), false);
  }

  /** Bring an actor into sight if it is outside. */
  reveal(actor: number): void {
    const look = this.look;
    if (!look?.ground.has[actor]) return;
    const { x, y } = this.place(actor), [left, top, right, bottom] = this.covered();
    const inside = x > left + 30 && x < this.width - right - 30 && y > top + 30 && y < this.height - bottom - 30;
    if (inside && !this.bubbled) return;
    const k = this.bubbled ? this.closeEnough(actor) : this.transform.k;
    const cx = left + (this.width - left - right) / 2, cy = top + (this.height - top - bottom) / 2;
    this.go(zoomIdentity.translate(cx - k * look.ground.x[actor], cy - k * look.ground.y[actor]).scale(k), true);
  }

  /** Bring an actor into sight, and while all is shown the others too, from under what covers them. */
  bring(actor: number, others: readonly number[]): void {
    const look = this.look, [left, top, right, bottom] = this.covered();
    const hidden = (a: number) => {
      const { x, y } = this.place(a);
      return x < left + 12 || x > this.width - right - 12 || y < top + 12 || y > this.height - bottom - 12;
    };
    const all = look?.ground.has[actor] ? [actor, ...others] : others;
    if (look && !this.bubbled && this.transform.k <= this.whole * 1.05 && all.some((a) => look.ground.has[a] && hidden(a))) this.fit(true, all, this.transform.k);
    else this.reveal(actor);
  }

  /** A zoom at which an actor stands by itself. */
  private closeEnough(actor: number): number {
    const { ground, shown } = this.look!;
    let k = this.transform.k;
    for (let step = 0; step < 24; step++, k *= 1.5) {
      let near = 0;
      const wide = this.width / k / 2, high = this.height / k / 2;
      for (let a = 0; a < ground.x.length && near <= FEW; a++) {
        if (shown.actors[a] && Math.abs(ground.x[a] - ground.x[actor]) < wide && Math.abs(ground.y[a] - ground.y[actor]) < high) near++;
      }
      if (near <= FEW * 0.8) break;
    }
    return k;
  }

  mark(actor: number): void { this.cursor = actor; this.later(false); }

  place(actor: number): { x: number; y: number } {
    const { ground } = this.look!, { k, x, y } = this.transform;
    return {
      x: ground.x[actor] * k + x + (this.room ? this.room.dx[actor] : 0),
      y: ground.y[actor] * k + y + (this.room ? this.room.dy[actor] : 0),
    };
  }

  curve(tie: number): Curve {
    const { ground, model } = this.look!;
    return this.bent(model.tail[tie], model.head[tie], ground.cx[tie], ground.cy[tie], model.bend[tie] + 0.12);
  }

  /** The curve of a missing tie. */
  missing(gap: number): Curve {
    const { ground, model } = this.look!, gaps = model.payload.gaps!;
    return this.bent(gaps.tail[gap], gaps.head[gap], ground.gx[gap], ground.gy[gap], 0.2);
  }

  /** Whether a missing tie is drawn. */
  misses(gap: number): boolean {
    const { ground, model, shown } = this.look!, gaps = model.payload.gaps!, a = gaps.tail[gap], b = gaps.head[gap];
    return shown.actors[a] === 1 && shown.actors[b] === 1 && ground.has[a] === 1 && ground.has[b] === 1;
  }

  private bent(a: number, b: number, cx: number, cy: number, aside: number): Curve {
    const { ground } = this.look!, { k, x, y } = this.transform;
    const one = this.place(a), two = this.place(b);
    const bent = { x: cx * k + x, y: cy * k + y };
    if (this.room) {
      bent.x += (this.room.dx[a] + this.room.dx[b]) / 2;
      bent.y += (this.room.dy[a] + this.room.dy[b]) / 2;
    }
    if (ground.x[a] === ground.x[b] && ground.y[a] === ground.y[b]) {
      // Both ends at one place: the curve is bent on the page.
      bent.x = (one.x + two.x) / 2 + aside * (two.y - one.y);
      bent.y = (one.y + two.y) / 2 - aside * (two.x - one.x);
    }
    return { x0: one.x, y0: one.y, cx: bent.x, cy: bent.y, x1: two.x, y1: two.y };
  }

  radius(actor: number): number { return this.sizes!.radius[actor]; }
  colour(actor: number): string { return this.colours[actor]; }
  groupColour(group: number): string { return this.groupColours[group]; }
  tieColour(tie: number): string { return this.ties[this.look!.model.tieKind[tie]]; }
  samples(): Sizes["samples"] { return this.sizes?.samples ?? []; }
  get extent(): readonly [number, number] { return [this.width, this.height]; }
  get bubbled(): boolean { return this.inSight === null; }

  /** The shown actors in sight, or null where they are too many to be drawn one by one. */
  private inSight: number[] | null = [];

  private sight(): number[] | null {
    const { ground, shown, model } = this.look!, { k, x, y } = this.transform;
    const all = model.actors <= FEW, found: number[] = [];
    const margin = 30;
    for (let a = 0; a < model.actors; a++) {
      if (!shown.actors[a] || !ground.has[a]) continue;
      if (!all) {
        const px = ground.x[a] * k + x, py = ground.y[a] * k + y;
        if (px < -margin || py < -margin || px > this.width + margin || py > this.height + margin) continue;
        if (found.length >= FEW) return null;
      }
      found.push(a);
    }
    return found;
  }

  later(moving: boolean): void {
    if (moving && this.slow && this.layerAt) {
      clearTimeout(this.settle);
      this.settle = window.setTimeout(() => { this.frame ||= requestAnimationFrame(() => { this.draw(); }); }, 110);
      this.quick ||= requestAnimationFrame(() => { this.quick = 0; this.drawQuickly(); });
      return;
    }
    this.frame ||= requestAnimationFrame(() => { this.draw(); });
  }
  private quick = 0;

  /** Move the last picture along, while a better one would take too long. */
  private drawQuickly(): void {
    if (this.frame || !this.layerAt) return;
    const c = this.context, scale = this.transform.k / this.layerAt.k;
    c.setTransform(1, 0, 0, 1, 0, 0);
    this.drawGround(c);
    c.setTransform(scale * this.ratio, 0, 0, scale * this.ratio, (this.transform.x - this.layerAt.x * scale) * this.ratio, (this.transform.y - this.layerAt.y * scale) * this.ratio);
    c.drawImage(this.layer, 0, 0, this.width, this.height);
  }

  private drawGround(c: CanvasRenderingContext2D): void {
    const { palette, ground } = this.look!, { k, x, y } = this.transform;
    c.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    c.fillStyle = ground.land ? palette.sea : palette.paper;
    c.fillRect(0, 0, this.width, this.height);
    if (ground.land) {
      c.setTransform(k * this.ratio, 0, 0, k * this.ratio, x * this.ratio, y * this.ratio);
      c.save();
      c.beginPath();
      c.rect(EDGE[0], EDGE[1], EDGE[2] - EDGE[0], EDGE[3] - EDGE[1]);
      c.clip();
      c.fillStyle = palette.land;
      c.fill(ground.land);
      c.strokeStyle = palette.border;
      c.lineWidth = 0.8 / k;
      c.lineJoin = "round";
      if (ground.borders) c.stroke(ground.borders);
      c.restore();
    }
    c.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
  }

  draw(): void {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    if (!this.look || this.width < 2) return;
    const began = performance.now();
    this.inSight = this.sight();
    this.drawGround(this.context);
    const large = this.look.model.actors > FEW;
    let c = this.context;
    if (large) {
      this.layer.width = this.element.width;
      this.layer.height = this.element.height;
      c = this.layer.getContext("2d")!;
      c.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    }
    this.tree = null;
    if (this.inSight) this.drawActors(c, this.inSight);
    else this.drawBubbles(c);
    if (large) {
      this.context.setTransform(1, 0, 0, 1, 0, 0);
      this.context.drawImage(this.layer, 0, 0);
      this.layerAt = this.transform;
    }
    this.drawn.milliseconds = performance.now() - began;
    this.slow = this.drawn.milliseconds > 9 && large;
  }

  private makeRoom(actors: readonly number[]): void {
    const { model, ground } = this.look!;
    const key = `${this.rooms}/${Math.round(Math.log2(this.transform.k) * 24)}/${model.actors > FEW ? actors.length : 0}`;
    if (key === this.roomKey) return;
    this.roomKey = key;
    this.room = roomFor(model, ground, actors, (actor) => this.radius(actor), this.transform.k);
  }

  private drawActors(c: CanvasRenderingContext2D, actors: readonly number[]): void {
    const { model, ground, shown, state, palette } = this.look!;
    this.makeRoom(actors);
    const lit = this.lit();
    const faint = lit !== null;
    // Thin lines lead from markers that made room to their place.
    if (ground.land) {
      c.strokeStyle = palette.soft; c.fillStyle = palette.soft; c.lineWidth = 0.8; c.globalAlpha = 0.55;
      c.beginPath();
      for (const a of actors) {
        const dx = this.room!.dx[a], dy = this.room!.dy[a];
        if (Math.hypot(dx, dy) < this.radius(a) + 4 || (lit && !lit.actors.has(a))) continue;
        const { x, y } = this.place(a);
        c.moveTo(x, y); c.lineTo(x - dx, y - dy);
        c.moveTo(x - dx + 1.6, y - dy); c.arc(x - dx, y - dy, 1.6, 0, 7);
      }
      c.stroke();
      c.globalAlpha = 1;
    }
    const inSight = model.actors > FEW ? new Uint8Array(model.actors) : null;
    if (inSight) for (const a of actors) inSight[a] = 1;
    const drawTies = (want: (tie: number) => boolean, alpha: number, wider: number) => {
      const batches = new Map<number, number[]>();
      for (let t = 0; t < model.ties; t++) {
        if (!shown.ties[t] || !ground.has[model.tail[t]] || !ground.has[model.head[t]]) continue;
        if (inSight && !inSight[model.tail[t]] && !inSight[model.head[t]]) continue;
        if (!want(t)) continue;
        const key = model.tieKind[t] * 2 + model.undated[t];
        const batch = batches.get(key);
        if (batch) batch.push(t); else batches.set(key, [t]);
      }
      const many = [...batches.values()].reduce((sum, batch) => sum + batch.length, 0);
      c.globalAlpha = alpha || Math.max(0.14, 0.82 - many / 900);
      for (const [key, batch] of [...batches].sort((a, b) => a[0] - b[0])) {
        const kind = model.payload.kinds.ties[key >> 1];
        c.strokeStyle = this.ties[key >> 1];
        c.fillStyle = c.strokeStyle;
        c.lineWidth = ((key & 1 ? 0.9 : 1.6) + wider) * this.unit;
        c.setLineDash(kind.dash.map((length) => length * this.unit));
        c.beginPath();
        for (const tie of batch) {
          const curve = this.curve(tie);
          c.moveTo(curve.x0, curve.y0);
          c.quadraticCurveTo(curve.cx, curve.cy, curve.x1, curve.y1);
        }
        c.stroke();
        c.setLineDash([]);
        if (!kind.arrow) continue;
        c.beginPath();
        for (const tie of batch) {
          const head = arrowhead(this.curve(tie), this.radius(model.head[tie]) * 1.15 + 2, (9 + wider) * this.unit);
          if (!head) continue;
          c.moveTo(head[0].x, head[0].y); c.lineTo(head[1].x, head[1].y); c.lineTo(head[2].x, head[2].y); c.closePath();
        }
        c.fill();
      }
      c.globalAlpha = 1;
    };
    // What is missing is seen against what there is, and so the latter steps back.
    drawTies((tie) => !lit?.ties.has(tie), faint ? (inSight ? 0.025 : 0.1) : state.gaps && model.payload.gaps ? 0.2 : 0, 0);
    if (lit) drawTies((tie) => lit.ties.has(tie), 0.95, 0.7);
    if (state.gaps && model.payload.gaps) this.drawGaps(c);
    // Small markers over large ones, what is lit over all.
    const order = [...actors].sort((a, b) => Number(lit?.actors.has(a) ?? false) - Number(lit?.actors.has(b) ?? false) || this.radius(b) - this.radius(a) || a - b);
    for (const a of order) {
      const { x, y } = this.place(a), r = this.radius(a);
      c.globalAlpha = lit && !lit.actors.has(a) ? 0.22 : 1;
      c.beginPath();
      trace(c, model.payload.kinds.actors[model.kind[a]].shape, x, y, r);
      c.lineJoin = "round";
      c.lineWidth = 3; c.strokeStyle = ground.land ? palette.sea : palette.paper; c.stroke();
      c.fillStyle = this.colours[a]; c.fill();
      c.globalAlpha = 1;
      if (a === state.actor || a === this.cursor) {
        c.beginPath(); c.arc(x, y, r + 5, 0, 7); c.lineWidth = 2.2;
        c.strokeStyle = a === this.cursor && a !== state.actor ? palette.accent : palette.ink; c.stroke();
      }
    }
    this.drawLabels(c, actors, lit, this.drawDisputed(c, lit, inSight));
    this.drawn = { ...this.drawn, bubbles: 0, markers: actors.length };
  }

  private drawGaps(c: CanvasRenderingContext2D): void {
    const { model, state, palette } = this.look!, gaps = model.payload.gaps!;
    c.strokeStyle = palette.ink;
    c.setLineDash(MISSING.map((length) => length * this.unit));
    for (let gap = 0; gap < gaps.tail.length; gap++) {
      if (!this.misses(gap)) continue;
      const chosen = gap === state.gap || gap === this.hovered.gap;
      const near = state.actor >= 0 ? gaps.tail[gap] === state.actor || gaps.head[gap] === state.actor : state.gap < 0 && state.tie < 0;
      c.globalAlpha = chosen ? 1 : near ? 0.75 : 0.12;
      c.lineWidth = (chosen ? 3 : 1.7) * this.unit;
      const curve = this.missing(gap);
      c.beginPath(); c.moveTo(curve.x0, curve.y0); c.quadraticCurveTo(curve.cx, curve.cy, curve.x1, curve.y1); c.stroke();
    }
    c.setLineDash([]);
    c.globalAlpha = 1;
  }

  private drawDisputed(c: CanvasRenderingContext2D, lit: Lit | null, inSight: Uint8Array | null): Box[] {
    const marks: Box[] = [];
    const { model, ground, shown, palette } = this.look!;
    for (const t of model.payload.ties.disputed) {
      if (!shown.ties[t] || !ground.has[model.tail[t]] || !ground.has[model.head[t]]) continue;
      if (inSight && !inSight[model.tail[t]] && !inSight[model.head[t]]) continue;
      const curve = this.curve(t);
      if (Math.hypot(curve.x1 - curve.x0, curve.y1 - curve.y0) < 44) continue;
      const { x, y } = at(curve, 0.5);
      c.globalAlpha = lit && !lit.ties.has(t) ? 0.15 : 1;
      c.beginPath(); c.arc(x, y, 6.2, 0, 7);
      c.fillStyle = palette.paper; c.fill();
      c.lineWidth = 1.4; c.strokeStyle = this.tieColour(t); c.stroke();
      c.fillStyle = c.strokeStyle; c.font = font(10 * this.unit); c.textAlign = "center"; c.textBaseline = "middle";
      c.fillText("?", x, y + 0.5);
      c.globalAlpha = 1;
      if (!lit || lit.ties.has(t)) marks.push([x - 7, y - 7, x + 7, y + 7]);
    }
    return marks;
  }

  private drawLabels(c: CanvasRenderingContext2D, actors: readonly number[], lit: Lit | null, marks: readonly Box[]): void {
    const { model, speech, palette, ground, state } = this.look!;
    c.font = font(LETTER * this.unit);
    const degree = (a: number) => model.from[a + 1] - model.from[a];
    const first = (a: number) => a === state.actor || a === this.hovered.actor || a === this.cursor;
    // Where several share a place, its name comes first: it says where they all are.
    const groups = ground.land ? shared(model, ground, actors) : [];
    const named = new Set(groups.map(([a]) => a).filter((a) => isPlace(model, a)));
    const wanted = actors.filter((a) => !lit || lit.actors.has(a))
      .sort((a, b) => Number(first(b)) - Number(first(a)) || Number(named.has(b)) - Number(named.has(a)) || degree(b) - degree(a) || a - b);
    const wishes: Wish[] = [], markers: Barred[] = [...marks, ...this.obstacles].map((box) => ({ box, key: null }));
    for (const a of actors) {
      const { x, y } = this.place(a), r = this.radius(a) + 1;
      if (!lit || lit.actors.has(a)) markers.push({ box: [x - r, y - r, x + r, y + r], key: a });
    }
    for (const a of wanted) {
      const { x, y } = this.place(a);
      if (x < -20 || y < -20 || x > this.width + 20 || y > this.height + 20) continue;
      const text = speech.short(a);
      wishes.push({ key: a, text, x, y, radius: this.radius(a), width: this.measured(c, text), must: first(a) });
    }
    const { places, at } = model.payload.actors.places ?? { places: [], at: {} };
    for (const there of groups) {
      const place = Object.hasOwn(at, there[0]) ? at[there[0]] : -1;
      if (place < 0 || isPlace(model, there[0]) || (lit && !there.some((a) => lit.actors.has(a)))) continue;
      const text = speech.say(places[place]), { k, x, y } = this.transform, px = ground.x[there[0]] * k + x, py = ground.y[there[0]] * k + y;
      markers.push({ box: [px - 3, py - 3, px + 3, py + 3], key: -1 - place });
      wishes.unshift({ key: -1 - place, text, x: px, y: py, radius: 3, width: this.measured(c, text), must: false, place: true });
    }
    this.drawn.labels = placed(wishes, markers, this.frameOf(), this.unit);
    this.letter(c, this.drawn.labels, palette, ground.land ? palette.sea : palette.paper);
  }

  /** Where names may stand: not under a panel. */
  private frameOf(): readonly [number, number, number, number] {
    const [left, top, right, bottom] = this.covered();
    return [left, top, this.width - right, this.height - bottom];
  }

  private measured(c: CanvasRenderingContext2D, text: string): number {
    let width = this.widths.get(text);
    if (width === undefined) { width = c.measureText(text).width; this.widths.set(text, width); }
    return width;
  }

  private letter(c: CanvasRenderingContext2D, labels: readonly Placed[], palette: Palette, halo: string): void {
    c.textAlign = "left"; c.textBaseline = "middle"; c.lineJoin = "round";
    c.strokeStyle = palette.soft; c.lineWidth = 1;
    c.beginPath();
    for (const { led, x, y, width, key } of labels) {
      if (!led) continue;
      const near = lineEnd(led[0], x, width), level = near === led[0] ? y + Math.sign(led[1] - y) * 8 : y;
      const far = Math.hypot(led[0] - near, led[1] - level), share = Math.max(0, 1 - (key < 0 ? 2 : this.radius(key) + 1) / far);
      c.moveTo(near, level); c.lineTo(near + (led[0] - near) * share, level + (led[1] - level) * share);
    }
    c.stroke();
    c.strokeStyle = halo; c.fillStyle = palette.ink; c.lineWidth = 3.6 * this.unit;
    c.globalAlpha = 0.88;
    for (const label of labels) c.strokeText(label.text, label.x, label.y + 0.5);
    c.globalAlpha = 1;
    for (const label of labels) { c.fillStyle = label.place ? palette.soft : palette.ink; c.fillText(label.text, label.x, label.y + 0.5); }
  }

  private drawBubbles(c: CanvasRenderingContext2D): void {
    const { model, ground, shown, palette, speech } = this.look!, { k, x, y } = this.transform;
    const level = levelOf(k);
    if (!this.held || this.held.level !== level || this.heldShown !== shown) {
      this.held = bubbles(model, ground, shown, level, this.group, this.groupColours.length);
      this.heldShown = shown;
    }
    const b = this.held;
    const px = (bubble: number) => b.x[bubble] * k + x, py = (bubble: number) => b.y[bubble] * k + y;
    const inside = (bubble: number) => px(bubble) > -40 && py(bubble) > -40 && px(bubble) < this.width + 40 && py(bubble) < this.height + 40;
    const most = b.ties.length ? b.ties[b.ties.length - 1] : 1;
    // Bundles of like width in one stroke each, thin ones first.
    c.strokeStyle = palette.soft;
    c.lineCap = "round";
    for (let start = 0; start < b.ties.length;) {
      const step = Math.floor(Math.log2(b.ties[start]));
      let end = start;
      c.beginPath();
      for (; end < b.ties.length && Math.floor(Math.log2(b.ties[end])) === step; end++) {
        const one = b.one[end], two = b.two[end];
        if (!inside(one) && !inside(two)) continue;
        const x0 = px(one), y0 = py(one), x1 = px(two), y1 = py(two);
        c.moveTo(x0, y0);
        if (ground.land) c.quadraticCurveTo((x0 + x1) / 2, (y0 + y1) / 2 - Math.abs(x1 - x0) * 0.16, x1, y1);
        else c.lineTo(x1, y1);
      }
      const share = Math.log2(1 + 2 ** step) / Math.log2(1 + most);
      c.globalAlpha = Math.min(0.42, 0.05 + 0.36 * share ** 2);
      c.lineWidth = 0.6 + 6.5 * share ** 3;
      c.stroke();
      start = end;
    }
    c.globalAlpha = 1;
    c.lineCap = "butt";
    const halo = ground.land ? palette.sea : palette.paper;
    const seen = Array.from({ length: b.count }, (_, bubble) => bubble).filter(inside).sort((p, q) => b.size[p] - b.size[q] || p - q);
    const markers: Barred[] = this.obstacles.map((box) => ({ box, key: null })), wishes: Wish[] = [];
    for (const bubble of seen) {
      const cx = px(bubble), cy = py(bubble), only = b.size[bubble] === 1 ? b.leader[bubble] : -1;
      const r = only >= 0 ? 4 : bubbleRadius(b.size[bubble]);
      markers.push({ box: [cx - r, cy - r, cx + r, cy + r], key: b.leader[bubble] });
      if (only >= 0) {
        c.beginPath();
        trace(c, model.payload.kinds.actors[model.kind[only]].shape, cx, cy, r);
        c.lineWidth = 2; c.strokeStyle = halo; c.stroke(); c.fillStyle = this.colours[only]; c.fill();
      } else this.donut(c, b, bubble, cx, cy, r, halo);
    }
    c.font = font(LETTER * this.unit);
    for (const bubble of seen.reverse().slice(0, 260)) {
      const text = speech.short(b.leader[bubble]), r = b.size[bubble] === 1 ? 4 : bubbleRadius(b.size[bubble]);
      wishes.push({ key: b.leader[bubble], text, x: px(bubble), y: py(bubble), radius: r, width: this.measured(c, text), must: false });
    }
    this.drawn.labels = placed(wishes, markers, this.frameOf(), this.unit, 0);
    this.letter(c, this.drawn.labels, palette, halo);
    this.drawn = { ...this.drawn, bubbles: seen.length, markers: 0 };
  }

  private donut(c: CanvasRenderingContext2D, b: Bubbles, bubble: number, x: number, y: number, r: number, halo: string): void {
    const { palette, speech } = this.look!;
    c.beginPath(); c.arc(x, y, r + 1.6, 0, 7); c.fillStyle = halo; c.fill();
    for (const [from, to, group] of slices(b, bubble)) {
      c.beginPath(); c.moveTo(x, y); c.arc(x, y, r, from, to); c.closePath();
      c.fillStyle = this.groupColours[group]; c.fill();
    }
    if (r < 9.5) return;
    c.beginPath(); c.arc(x, y, r * 0.66, 0, 7); c.fillStyle = palette.paper; c.fill();
    c.fillStyle = palette.ink; c.textAlign = "center"; c.textBaseline = "middle";
    c.font = font((b.size[bubble] > 9999 ? 8 : 9.5) * this.unit);
    c.fillText(speech.number(b.size[bubble], 0), x, y + 0.5);
  }

  /** What stands out: the chosen or hovered actor with its ties, the chosen tie with its ends. */
  private lit(): Lit | null {
    const { model, state, shown } = this.look!;
    const actor = state.actor >= 0 && shown.actors[state.actor] ? state.actor : this.hovered.actor;
    const gap = state.gap >= 0 ? state.gap : state.actor < 0 && state.tie < 0 ? this.hovered.gap : -1, { gaps } = model.payload;
    if (gap >= 0 && gaps) return { ties: new Set(), actors: new Set([gaps.tail[gap], gaps.head[gap]]) };
    if (state.tie >= 0 && shown.ties[state.tie]) {
      return { ties: new Set([state.tie]), actors: new Set([model.tail[state.tie], model.head[state.tie]]) };
    }
    if (actor < 0) {
      const tie = this.hovered.tie;
      return tie < 0 ? null : { ties: new Set([tie]), actors: new Set([model.tail[tie], model.head[tie]]) };
    }
    const ties = new Set<number>(), actors = new Set([actor]);
    for (const tie of tiesOf(model, actor)) {
      if (shown.ties[tie]) { ties.add(tie); actors.add(across(model, tie, actor)); }
    }
    return { ties, actors };
  }

  hit(x: number, y: number, slack: number): Hit {
    const look = this.look;
    if (!look) return NOTHING;
    if (!this.inSight) {
      const b = this.held;
      if (!b) return NOTHING;
      let best = -1, least = Infinity;
      for (let bubble = 0; bubble < b.count; bubble++) {
        const far = Math.hypot(b.x[bubble] * this.transform.k + this.transform.x - x, b.y[bubble] * this.transform.k + this.transform.y - y);
        if (far < least && far < (b.size[bubble] === 1 ? 4 : bubbleRadius(b.size[bubble])) + slack) { least = far; best = bubble; }
      }
      if (best < 0) return NOTHING;
      return b.size[best] === 1 ? { ...NOTHING, actor: b.leader[best] } : { ...NOTHING, bubble: best };
    }
    const actors = this.inSight;
    this.tree ??= quadtree<number>(actors as number[], (a) => this.place(a).x, (a) => this.place(a).y);
    let best = -1, least = Infinity;
    const reach = 20 + slack;
    this.tree.visit((node, x0, y0, x1, y1) => {
      if (!node.length) {
        for (let leaf: typeof node | undefined = node; leaf; leaf = leaf.next) {
          const at = this.place(leaf.data), far = Math.hypot(at.x - x, at.y - y) - this.radius(leaf.data);
          if (far < least && far < slack) { least = far; best = leaf.data; }
        }
      }
      return x0 > x + reach || x1 < x - reach || y0 > y + reach || y1 < y - reach;
    });
    if (best >= 0) return { ...NOTHING, actor: best };
    const { model, shown, ground, state } = look;
    const lit = state.actor >= 0 ? this.lit() : null;
    least = slack;
    for (let t = 0; t < model.ties && model.ties < 20_000; t++) {
      if (!shown.ties[t] || !ground.has[model.tail[t]] || !ground.has[model.head[t]] || (lit && !lit.ties.has(t))) continue;
      const curve = this.curve(t);
      if (x < Math.min(curve.x0, curve.x1, curve.cx) - slack || x > Math.max(curve.x0, curve.x1, curve.cx) + slack ||
        y < Math.min(curve.y0, curve.y1, curve.cy) - slack || y > Math.max(curve.y0, curve.y1, curve.cy) + slack) continue;
      const far = distanceTo(curve, x, y);
      if (far < least) { least = far; best = t; }
    }
    let missing = -1;
    for (let gap = 0; state.gaps && gap < (model.payload.gaps?.tail.length ?? 0); gap++) {
      const far = this.misses(gap) ? distanceTo(this.missing(gap), x, y) : Infinity;
      if (far < least) { least = far; missing = gap; }
    }
    if (missing >= 0) return { ...NOTHING, gap: missing };
    return best >= 0 ? { ...NOTHING, tie: best } : NOTHING;
  }

  /** The actors of a bubble. */
  inBubble(bubble: number): number[] {
    const found: number[] = [];
    this.held?.of.forEach((of, actor) => { if (of === bubble) found.push(actor); });
    return found;
  }

  /** What is drawn one by one, for a drawing of lines; null where bubbles stand for it. */
  get markers(): readonly number[] | null { return this.inSight; }
  get bubbleState(): Bubbles | null { return this.inSight ? null : this.held; }
  paletteNow(): Palette { return this.look!.palette; }
}

interface Lit { readonly ties: ReadonlySet<number>; readonly actors: ReadonlySet<number> }
