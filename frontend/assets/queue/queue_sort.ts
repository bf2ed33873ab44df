// The head of the queue's table: a button for each column that sorts, and the order it stands for.

import { html } from "../basic/element";
import { genreLabel, language, text } from "../basic/text";
import { dataToTraits } from "../results/traits";
import {
  dataToVerdict,
  saidToWords,
  verdictToProbability,
  verdictToSaid,
} from "../results/verdict";
import type { Item } from "./queue_item";

export type SortKey = "file" | "genre" | "confidence" | "tempo" | "key";

export interface Order {
  key: SortKey;
  isUp: boolean;
}

const LAST = "\u{10FFFD}";
const names = new Intl.Collator(language, { numeric: true });

/** The head; `onSort` gets the column and whether it goes up. */
export function queueToHead(onSort: (order: Order) => void): HTMLElement {
  const row = html("tr");
  const columns: [SortKey, string, string][] = [
    ["file", text("column_file"), ""],
    ["genre", text("column_genre"), ""],
    ["confidence", text("column_confidence"), "number"],
    ["tempo", text("column_tempo"), "number optional"],
    ["key", text("column_key"), "number optional"],
  ];
  for (const [key, words, kind] of columns) {
    const button = html("button", { type: "button" }, words);
    const column = html("th", { scope: "col", class: kind }, button);
    button.addEventListener("click", () => {
      const isUp = column.ariaSort !== "ascending";
      for (const other of row.cells) other.removeAttribute("aria-sort");
      column.ariaSort = isUp ? "ascending" : "descending";
      onSort({ key, isUp });
    });
    row.append(column);
  }
  const actions = html("span", { class: "for-ears" }, text("column_actions"));
  row.append(html("th", { scope: "col" }, actions));
  return html("thead", {}, row);
}

/** The items in order; those without a value come last, whichever way, those alike together. */
export function sortItems(items: Item[], { key, isUp }: Order): Item[] {
  return items.toSorted((first, second) => {
    const [one, other] = [itemToValue(first, key), itemToValue(second, key)];
    if (one === null && other === null) return names.compare(itemToRest(first), itemToRest(second));
    if (one === null || other === null) return Number(one === null) - Number(other === null);
    const order =
      typeof one === "number" && typeof other === "number"
        ? one - other
        : names.compare(String(one), String(other));
    return isUp ? order : -order;
  });
}

function itemToValue(item: Item, key: SortKey): string | number | null {
  if (key === "file") return item.file.name;
  if (!item.data) return null;
  if (key === "tempo") return dataToTraits(item.data).bpm;
  if (key === "key") return dataToTraits(item.data).camelot;
  const verdict = dataToVerdict(item.data);
  if (key === "confidence") return verdictToProbability(verdict);
  return verdict?.genre ? genreLabel(verdict.genre) : null;
}

/** What an item is that names no genre; those without an answer are after these. */
function itemToRest(item: Item): string {
  const verdict = item.data && dataToVerdict(item.data);
  return verdict ? saidToWords(verdictToSaid(verdict)) : LAST;
}
