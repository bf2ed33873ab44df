// Two of the reader's songs on one axis of time: chosen, seen under each other, heard in turn.

import { html } from "../basic/element";
import { fileToPath } from "../basic/path";
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
  readonly #wished: (Item | undefined)[] = []; // by the reader; what was taken out may come back
  #listed: Heard[] = [];
  #shown: ComparedSongs | null = null;

  constructor(private readonly items: () => Item[]) {
    const labels = this.#selects.map((select, at) => {
      select.addEventListener("change", () => {
        this.#wished[at] = this.#listed[Number(select.value)];
        void this.#draw();
      });
      const words = text("compared_song", { letter: "AB".charAt(at) });
      return html("label", { class: "queue-filter" }, words, " ", select);
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

  /** Take in what has been heard or corrected since; what is gone is compared no longer. */
  update(): void {
    const heard = this.items().filter(isHeard);
    this.element.hidden = heard.length < 2;
    if (!this.element.open || this.element.hidden) {
      this.#clear();
      return;
    }
    this.#list(heard);
    this.#shown?.refresh();
    void this.#draw();
  }

  /** Compare these two. */
  show(first: Item, second: Item): void {
    this.#wished.splice(0, 2, first, second);
    this.element.open = true;
    this.update();
    this.element.scrollIntoView({ block: "start" });
    this.#selects[1].focus({ preventScroll: true });
  }

  /** Offer these, and choose those that are wished for, or the first ones. */
  #list(heard: Heard[]): void {
    const isNew =
      heard.length !== this.#listed.length || heard.some((one, at) => one !== this.#listed[at]);
    this.#listed = heard;
    const [one, other] = this.#wished.map((item) => heard.find((own) => own === item));
    const first = one ?? heard.find((item) => item !== other);
    const second = other ?? heard.find((item) => item !== first);
    [first, second].forEach((item, at) => {
      const select = this.#selects[at];
      if (!select || !item) return;
      if (isNew) select.replaceChildren(...heard.map(heardToOption)); // else it may be open
      select.value = String(heard.indexOf(item));
    });
  }

  async #draw(): Promise<void> {
    const { ComparedSongs } = await import("./compared_songs");
    const [first, second] = this.#selects.map(({ value }) => this.#listed[Number(value)]);
    if (!first || !second || !this.element.open || this.element.hidden) return;
    if (this.#shown?.isOf(first, second)) return;
    const place = this.#shown?.placeFor(first, second);
    this.#clear();
    this.#shown = new ComparedSongs(first, second);
    this.#place.replaceChildren(...this.#shown.elements);
    if (place) this.#shown.goTo(place);
  }

  #clear(): void {
    this.#shown?.close();
    this.#shown = null;
    this.#place.replaceChildren();
  }
}

function heardToOption({ file }: Heard, at: number): HTMLOptionElement {
  return html("option", { value: at }, fileToPath(file));
}
