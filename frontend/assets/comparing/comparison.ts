// Two of the reader's songs on one axis of time: chosen, seen under each other, heard in turn.

import { html } from "../basic/element";
import { text } from "../basic/text";
import type { Item } from "../queue/queue_item";
import { dataToDuration } from "../results/result_data";
import type { ComparedSongs } from "./compared_songs";

/** A file that a model has heard, so that it has a length. */
export type Heard = Item & { data: NonNullable<Item["data"]> };

function isHeard(item: Item): item is Heard {
  return item.data !== null && dataToDuration(item.data) !== null;
}

export class Comparison {
  readonly element: HTMLDetailsElement;
  readonly #selects = [html("select"), html("select")] as const;
  readonly #place = html("div", { class: "compared" });
  #listed: Heard[] = [];
  #shown: ComparedSongs | null = null;

  constructor(private readonly items: () => Item[]) {
    const labels = this.#selects.map((select, at) => {
      select.addEventListener("change", () => void this.#draw());
      return html(
        "label",
        { class: "queue-filter" },
        text("compared_song", { letter: "AB".charAt(at) }),
        " ",
        select,
      );
    });
    this.element = html(
      "details",
      { class: "comparison" },
      html("summary", {}, text("compare_songs")),
      html("div", { class: "queue-top" }, ...labels),
      this.#place,
    );
    this.element.addEventListener("toggle", () => this.update());
  }

  /** Take in what has been heard since; what is gone is compared no longer. */
  update(): void {
    const heard = this.items().filter(isHeard);
    this.element.hidden = heard.length < 2;
    if (!this.element.open || this.element.hidden) {
      this.#clear();
      return;
    }
    const isAsListed = heard.length === this.#listed.length;
    if (isAsListed && heard.every((item, at) => item === this.#listed[at]) && this.#shown) return;
    const chosen = this.#chosen();
    this.#list(heard);
    const [first = heard[0], second = heard.find((item) => item !== first)] = chosen;
    if (first && second) this.#choose(first, second);
  }

  /** Compare these two. */
  show(first: Item, second: Item): void {
    this.element.open = true;
    this.#list(this.items().filter(isHeard));
    this.#choose(first, second);
    this.element.scrollIntoView({ block: "start" });
    this.#selects[1].focus({ preventScroll: true });
  }

  #list(heard: Heard[]): void {
    this.#listed = heard;
    for (const select of this.#selects) {
      const options = heard.map(({ file }, at) => html("option", { value: at }, file.name));
      select.replaceChildren(...options);
    }
  }

  #choose(first: Item, second: Item): void {
    [first, second].forEach((item, at) => {
      const select = this.#selects[at];
      if (select) select.value = String(this.#listed.indexOf(item as Heard));
    });
    void this.#draw();
  }

  /** Those that were chosen and are still there. */
  #chosen(): Heard[] {
    const before = this.#selects.map(({ value }) => this.#listed[Number(value || Number.NaN)]);
    const items = this.items();
    return before.filter((item): item is Heard => item !== undefined && items.includes(item));
  }

  async #draw(): Promise<void> {
    const [first, second] = this.#selects.map(({ value }) => this.#listed[Number(value)]);
    if (!first || !second) return;
    if (this.#shown?.isOf(first, second)) return;
    const { ComparedSongs } = await import("./compared_songs");
    this.#clear();
    this.#shown = new ComparedSongs(first, second);
    this.#place.replaceChildren(...this.#shown.elements);
  }

  #clear(): void {
    this.#shown?.close();
    this.#shown = null;
    this.#place.replaceChildren();
  }
}
