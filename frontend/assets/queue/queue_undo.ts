// What was taken out of the queue last, and the way back.

import { html, plainButton } from "../basic/element";
import { text } from "../basic/text";
import type { Removed } from "./queue";

export class QueueUndo {
  readonly element = html("p", { class: "queue-undo" });
  readonly #words = html("span", { role: "status" });
  readonly #button: HTMLButtonElement;
  readonly #taken: Removed[][] = [];

  constructor(restore: (removed: Removed[]) => void) {
    this.#button = plainButton(text("undo"), () => {
      const last = this.#taken.pop();
      this.#draw();
      if (last) restore(last);
    });
    this.element.append(this.#words, " ", this.#button);
    this.#draw();
  }

  offer(removed: Removed[]): void {
    if (removed.length === 0) return;
    this.#taken.push(removed);
    this.#draw();
  }

  focus(): void {
    this.#button.focus();
  }

  #draw(): void {
    const last = this.#taken.at(-1);
    this.element.hidden = last === undefined;
    const [first] = last ?? [];
    if (!last || !first) return;
    this.#words.textContent =
      last.length > 1
        ? text("n_removed", { number: last.length })
        : text("file_removed", { name: first.item.file.name });
  }
}
