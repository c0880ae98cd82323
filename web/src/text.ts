// Texts, names and numbers in the language of the reader.

import { type Model, type PackedSaid, type Said, word } from "./data";

const LOCALES: Readonly<Record<string, string>> = { en: "en", es: "es", fr: "fr", pt: "pt-BR" };
const LONGEST = 28;

export class Speech {
  readonly code: string;
  private readonly place: number;
  private readonly locale: string;
  private readonly formats = new Map<number, Intl.NumberFormat>();
  private labels: string[] | null = null;
  private order: Intl.Collator | null = null;

  constructor(private readonly model: Model, code: string) {
    const known = model.payload.languages.map(([name]) => name);
    this.place = Math.max(0, known.indexOf(code));
    this.code = known[this.place];
    this.locale = LOCALES[this.code] ?? this.code;
  }

  get collator(): Intl.Collator { return this.order ??= new Intl.Collator(this.locale, { numeric: true }); }

  say(said: Said): string { return typeof said === "string" ? said : said[this.place]; }

  /** The cell of a column whose words are said in every language. */
  cell(column: PackedSaid | null, row: number): string { return column === null ? "" : this.say(column.words[column.at[row]]); }

  /** A text of the viewer, its `{places}` filled in. */
  text(name: string, values: Readonly<Record<string, string | number>> = {}): string {
    return this.say(this.model.payload.text[name] ?? name).replace(/\{(\w+)\}/g, (whole, key: string) => {
      const value = Object.hasOwn(values, key) ? values[key] : whole;
      return typeof value === "number" ? this.number(value, 0) : value;
    });
  }

  number(value: number, digits: number): string {
    // These are written alike everywhere, and to make a format takes longer than the rest of a small legend.
    if (digits === 0 && Number.isInteger(value) && value >= 0 && value < 1000) return String(value);
    let format = this.formats.get(digits);
    if (!format) {
      format = new Intl.NumberFormat(this.locale, { minimumFractionDigits: digits, maximumFractionDigits: digits });
      this.formats.set(digits, format);
    }
    return format.format(value);
  }

  /** A figure with its usual decimals, or two digits where those would show nothing of it. */
  figure(value: number, digits: number): string {
    if (value === 0 || Math.abs(value) >= 0.5 * 10 ** -digits) return this.number(value, digits);
    return new Intl.NumberFormat(this.locale, { maximumSignificantDigits: 2 }).format(value);
  }

  label(actor: number): string {
    if (!this.labels) {
      const { label, own } = this.model.payload.actors;
      const mine = own[this.code] ?? {};
      this.labels = label.map((common, place) => Object.hasOwn(mine, place) ? mine[place] : common);
    }
    return this.labels[actor];
  }

  short(actor: number): string { return shortened(this.label(actor)); }

  country(actor: number): string {
    const { country, countries } = this.model.payload.actors;
    return country[actor] < 0 ? "" : this.say(countries[country[actor]].name);
  }

  area(actor: number): string {
    const { area, areas } = this.model.payload.actors;
    return area[actor] < 0 ? "" : this.say(areas[area[actor]]);
  }

  tieKind(tie: number): string {
    const { kinds, ties } = this.model.payload;
    return word(ties.shared, tie) || this.say(kinds.ties[this.model.tieKind[tie]].one);
  }

  dates(tie: number): string {
    return this.model.undated[tie] ? this.text("no_date") : this.cell(this.model.payload.ties.dates, tie);
  }

  status(tie: number): string {
    const { status, statuses } = this.model.payload.ties;
    const name = word(status, tie);
    return Object.hasOwn(statuses, name) ? this.say(statuses[name]) : name;
  }

  /** A tie in one line: from, to, and which way. */
  tie(tie: number): string {
    const { tail, head, tieKind, payload } = this.model;
    const join = payload.kinds.ties[tieKind[tie]].directed ? "\u2192" : "\u2013";
    return `${this.label(tail[tie])} ${join} ${this.label(head[tie])}`;
  }

  /** A missing tie in one line. */
  gap(gap: number): string {
    const { tail, head } = this.model.payload.gaps!;
    return `${this.label(tail[gap])} \u2013 ${this.label(head[gap])}`;
  }

  community(number: number): string {
    return this.text("community_of", { name: this.short(leader(this.model, number)) });
  }
}

/** The actor of a community that has the most ties. */
export function leader(model: Model, community: number): number {
  const of = model.payload.actors.community ?? [];
  let best = -1, most = -1;
  for (let a = 0; a < of.length; a++) {
    const ties = model.from[a + 1] - model.from[a];
    if (of[a] === community && ties > most) { best = a; most = ties; }
  }
  return Math.max(best, 0);
}

/** A name that fits a picture: its acronym, what stands before a colon, or a cut. */
export function shortened(name: string): string {
  if (name.length <= LONGEST) return name;
  const acronym = /\(([^()]{2,14})\)$/.exec(name);
  if (acronym) return acronym[1];
  const before = name.split(":", 1)[0].trim();
  if (before.length >= 3 && before.length <= LONGEST && before !== name) return before;
  const words = name.slice(0, LONGEST - 1).split(" ").slice(0, -1);
  while (words.length && words[words.length - 1].length <= 3 && words[words.length - 1] === words[words.length - 1].toLowerCase()) words.pop();
  const kept = words.join(" ").replace(/[ ,;\u2013(-]+$/, "");
  return (kept.length >= LONGEST / 3 ? kept : name.slice(0, LONGEST - 1)) + "\u2026";
}

/** Text as it is searched: without accents and case. */
export const folded = (text: string): string =>
  text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
