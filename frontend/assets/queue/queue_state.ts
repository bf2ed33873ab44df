// How far the queue is: for eyes at any time, for ears at the end.

import { html, plainButton } from "../basic/element";
import { text } from "../basic/text";
import { type Item, isOver } from "./queue_item";

export class QueueState {
  readonly element: HTMLElement;
  readonly #words = html("span");
  readonly #aloud = html("span", { class: "for-ears", role: "status" });
  readonly #retry: HTMLButtonElement;

  constructor(retryFailed: () => void) {
    this.#retry = plainButton("", retryFailed);
    this.element = html("p", { class: "queue-state" }, this.#words, this.#aloud, " ", this.#retry);
  }

  draw(items: Item[]): void {
    const over = items.filter(isOver).length;
    const failed = items.filter(({ state }) => state === "failed").length;
    const isWorking = over < items.length;
    const words = isWorking
      ? text("queue_state", { done: over, total: items.length })
      : itemsToEnd(items, failed);
    if (this.#words.textContent !== words) this.#words.textContent = words;
    // A reader that hears of every single file hears nothing else.
    const aloud = isWorking || items.length === 0 ? "" : words;
    if (this.#aloud.textContent !== aloud) this.#aloud.textContent = aloud;
    this.#retry.hidden = failed === 0;
    this.#retry.textContent = text("retry_failed", { number: failed });
  }
}

/** `38 done, 1 failed, 1 cancelled` */
function itemsToEnd(items: Item[], failed: number): string {
  const cancelled = items.filter(({ state }) => state === "cancelled").length;
  const done = items.length - failed - cancelled;
  const words = [text("n_done", { number: done }), text("n_failed", { number: failed })];
  if (cancelled) words.push(text("n_cancelled", { number: cancelled }));
  return words.join(", ");
}
