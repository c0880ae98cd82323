// Sources: what they are called, and a link to each that lies on the web.

import type { Model } from "./data";
import { h } from "./dom";

export function sourceTitle(model: Model, place: number): string {
  const source = model.payload.sources[place];
  return source.title || source.url || source.address || "";
}

export function sourceLink(model: Model, place: number): HTMLElement {
  return link(model.payload.sources[place].url ?? "", sourceTitle(model, place));
}

/** A link to the web; any other address is text. */
export function link(address: string, text: string): HTMLElement {
  return /^https?:\/\//i.test(address) ? h("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, text) : h("span", {}, text);
}
