// The bar between the list and the result that is open: which it is, the one before, the one after.

import { html, plainButton } from "../basic/element";
import { text } from "../basic/text";

export interface Step {
  previous: (() => void) | null;
  next: (() => void) | null;
}

export class QueueDetail {
  readonly element = html("nav", { class: "queue-detail", "aria-label": text("open_file") });
  readonly #name = html("bdi", { class: "file-name" });
  readonly #place = html("span");
  readonly #previous = plainButton(text("previous_file"), () => this.#step.previous?.());
  readonly #next = plainButton(text("next_file"), () => this.#step.next?.());
  #step: Step = { previous: null, next: null };

  constructor(toList: () => void) {
    const what = html("p", { "aria-live": "polite" }, this.#name, " ", this.#place);
    const list = plainButton(text("back_to_list"), toList);
    this.element.append(this.#previous, what, this.#next, list);
    this.element.hidden = true;
  }

  /** Say which is open: `index` of `total` that are shown; −1 where it is not one of them. */
  draw(name: string, index: number, total: number, step: Step): void {
    this.element.hidden = false;
    this.#step = step;
    this.#name.textContent = name;
    const number = index + 1;
    this.#place.textContent = index < 0 ? "" : text("position_of", { number, total });
    // Not `disabled`: the button that has just been pressed keeps the focus.
    this.#previous.ariaDisabled = String(step.previous === null);
    this.#next.ariaDisabled = String(step.next === null);
  }

  hide(): void {
    this.element.hidden = true;
  }
}
