// A presentation: steps with a caption, walked with the arrow keys.

import type { App } from "./app";
import { button, fill, h, icon } from "./dom";
import { fromHash } from "./state";

export class Presenter {
  readonly element = h("section", { class: "am-presenter", hidden: true });

  constructor(private readonly app: App) {}

  get running(): boolean { return this.app.store.state.step >= 0; }

  build(): void {
    const { speech, model, store } = this.app, { steps } = model.payload, { step } = store.state;
    this.element.hidden = !this.running;
    this.app.root.classList.toggle("am-presenting", this.running);
    if (!this.running) { fill(this.element); return; }
    const one = steps[step];
    this.element.setAttribute("aria-label", speech.text("presentation"));
    fill(this.element,
      button(speech.text("previous"), () => { this.go(step - 1); }, { class: "am-tool", disabled: step === 0 }, icon("back")),
      h("div", { class: "am-caption" }, speech.say(one.title) && h("h2", {}, speech.say(one.title)), speech.say(one.caption) && h("p", {}, speech.say(one.caption))),
      h("span", { class: "am-soft am-small" }, speech.text("step", { step: step + 1, steps: steps.length })),
      button(speech.text("next"), () => { this.go(step + 1); }, { class: "am-tool", disabled: step === steps.length - 1 }, icon("forward")),
      button(speech.text("leave"), () => { store.set({ step: -1 }); }, { class: "am-tool" }, icon("close")));
  }

  go(step: number): void {
    const { model, store, speech, first } = this.app, { steps } = model.payload;
    if (step < 0 || step >= steps.length) return;
    const { lang, theme } = store.state;
    store.set({ ...fromHash(model, steps[step].state, first), lang, theme, step });
    this.app.announce(`${speech.text("step", { step: step + 1, steps: steps.length })}. ${speech.say(steps[step].title)} ${speech.say(steps[step].caption)}`);
  }
}
