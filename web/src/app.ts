// What the parts of one viewer share.

import type { Model } from "./data";
import type { Shown } from "./filter";
import type { Picture } from "./picture";
import type { State, Store } from "./state";
import type { Palette } from "./theme";
import type { Speech } from "./text";

export interface App {
  readonly root: HTMLElement;
  readonly model: Model;
  readonly store: Store;
  readonly picture: Picture;
  readonly first: State;
  /** Tells several viewers of one page apart, in ids. */
  readonly name: string;
  speech: Speech;
  shown: Shown;
  palette: Palette;
  /** The ground has places for the actors of this view. */
  placed(actor: number): boolean;
  announce(text: string): void;
  /** Select an actor and bring it into sight. */
  open(actor: number): void;
  openTie(tie: number): void;
  openGap(gap: number): void;
  link(): string;
}
