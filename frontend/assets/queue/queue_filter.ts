// Which files of the queue are shown: all, those that need a look, or those of one genre.

import { html } from "../basic/element";
import { genreLabel, language, text } from "../basic/text";
import { dataToVerdict } from "../results/verdict";
import { type Item, isOver } from "./queue_item";

const ALL = "all";
const GENRE = "genre:";

const kinds: [string, string, (item: Item) => boolean][] = [
  [ALL, text("filter_all"), () => true],
  ["working", text("filter_working"), (item) => !isOver(item)],
  [
    "failed",
    text("filter_failed"),
    (item) => item.state === "failed" || item.state === "cancelled",
  ],
  ["unsure", text("filter_unsure"), (item) => itemToOutcome(item) === "ambiguous"],
  ["without", text("filter_without"), (item) => item.data !== null && itemToGenre(item) === null],
];

export class QueueFilter {
  readonly element: HTMLElement;
  readonly #select = html("select");

  constructor(onChange: () => void) {
    this.#select.addEventListener("change", onChange);
    this.element = html("label", { class: "queue-filter" }, text("filter_show"), " ", this.#select);
  }

  /** The genre that is chosen; null where the files are not of one genre. */
  get genre(): string | null {
    const { value } = this.#select;
    return value.startsWith(GENRE) ? value.slice(GENRE.length) : null;
  }

  keeps(item: Item): boolean {
    const { genre } = this;
    if (genre !== null) return itemToGenre(item) === genre;
    return kinds.find(([name]) => name === this.#select.value)?.[2](item) ?? true;
  }

  showAll(): void {
    this.#select.value = ALL;
  }

  /** Say how many there are of each; what is chosen stays, also where there are none left. */
  draw(items: Item[]): void {
    const { value } = this.#select;
    const options = kinds.map(([name, words, isOfKind]) =>
      numberToOption(name, words, items.filter(isOfKind).length),
    );
    const genres = new Set(items.flatMap((item) => itemToGenre(item) ?? []));
    if (this.genre !== null) genres.add(this.genre);
    const ofGenres = [...genres].map((genre) => {
      const number = items.filter((item) => itemToGenre(item) === genre).length;
      return numberToOption(`${GENRE}${genre}`, genreLabel(genre), number);
    });
    ofGenres.sort((one, other) => one.label.localeCompare(other.label, language));
    const group = html("optgroup", { label: text("column_genre") }, ...ofGenres);
    const drawn = [...options, ...ofGenres].map((option) => option.text).join("\n");
    if (drawn === this.#select.dataset.drawn) return; // an open list must not be drawn anew
    this.#select.dataset.drawn = drawn;
    this.#select.replaceChildren(...options, ...(ofGenres.length ? [group] : []));
    this.#select.value = value || ALL;
  }
}

/** The genre that is named; null where none is. */
export function itemToGenre({ data }: Item): string | null {
  return (data && dataToVerdict(data)?.genre) ?? null;
}

function itemToOutcome({ data }: Item): string | null {
  return (data && dataToVerdict(data)?.outcome) ?? null;
}

function numberToOption(value: string, words: string, number: number): HTMLOptionElement {
  return html("option", { value }, `${words} (${number})`);
}
