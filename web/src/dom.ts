// Elements, made without a parser: text is text.

type Child = Node | string | null | undefined | false;
type Handlers = { [K in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[K]) => void };
export interface Attributes {
  readonly class?: string; readonly on?: Handlers;
  readonly [name: string]: string | number | boolean | Handlers | undefined;
}
const SVG = "http://www.w3.org/2000/svg";

export function h<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") {
      for (const [event, handler] of Object.entries(value as Handlers)) element.addEventListener(event, handler as EventListener);
    } else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== undefined) element.setAttribute(name, String(value));
  }
  append(element, children);
  return element;
}

export function s(tag: string, attributes: Readonly<Record<string, string | number>> = {}, ...children: Child[]): SVGElement {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  append(element, children);
  return element;
}

function append(element: Element, children: readonly Child[]): void {
  for (const child of children) if (child) element.append(child);
}

export function fill(element: Element, ...children: Child[]): void {
  element.replaceChildren(...children.filter((child): child is Node | string => Boolean(child)));
}

/** A button with a text or, for a picture on it, a name that is read and shown on hover. */
export function button(label: string, act: (event: MouseEvent) => void, options: Attributes = {}, ...children: Child[]): HTMLButtonElement {
  const pictured = children.length > 0;
  return h("button", {
    type: "button", ...(pictured && { "aria-label": label, title: label }), ...options, on: { click: act },
  }, ...(pictured ? children : [label]));
}

const ICONS: Readonly<Record<string, string>> = {
  full: "M3 8V3h5M12 3h5v5M17 12v5h-5M8 17H3v-5", close: "M5 5l10 10M15 5L5 15", plus: "M10 4v12M4 10h12",
  minus: "M4 10h12", whole: "M4 7V4h3M13 4h3v3M16 13v3h-3M7 16H4v-3M8 8h4v4H8z", play: "M6 4l10 6-10 6z",
  pause: "M6 4v12M13 4v12", filter: "M3 5h14M6 10h8M8.5 15h3", down: "M10 3v9M6 9l4 4 4-4M4 17h12",
  share: "M7 9l6-4M7 11l6 4M5 7.5a2.5 2.5 0 100 5 2.5 2.5 0 000-5zM15 2.5a2 2 0 100 4 2 2 0 000-4zM15 13.5a2 2 0 100 4 2 2 0 000-4z",
  back: "M12 4l-6 6 6 6", forward: "M8 4l6 6-6 6", target: "M10 3v3M10 14v3M3 10h3M14 10h3M10 7a3 3 0 100 6 3 3 0 000-6z",
  search: "M9 3.5a5.5 5.5 0 100 11 5.5 5.5 0 000-11zM13 13l4 4",
};

export function icon(name: string): SVGElement {
  return s("svg", { viewBox: "0 0 20 20", width: 18, height: 18, "aria-hidden": "true", class: "am-icon" },
    s("path", { d: ICONS[name], fill: "none", stroke: "currentColor", "stroke-width": 1.7, "stroke-linecap": "round", "stroke-linejoin": "round" }));
}
