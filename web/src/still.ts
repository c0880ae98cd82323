// In place of d3-transition and d3-interpolate, which d3-zoom asks for: the picture moves by itself
// (`Picture.go`), so that transitions of elements and their 30 kB are not needed.

import { selection } from "d3-selection";

export const interrupt = (): void => undefined;
export const interpolateZoom = (_from: unknown, to: unknown): (() => unknown) => () => to;

(selection.prototype as { interrupt?: () => unknown }).interrupt = function interrupted(this: unknown) { return this; };
