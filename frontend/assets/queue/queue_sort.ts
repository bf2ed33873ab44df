// The head of the queue's table: a button for each column that sorts, and the order it stands for.

import { genreLabel, language, text } from "../basic/text";
import {
  dataToVerdict,
  saidToWords,
  verdictToProbability,
  verdictToSaid,
} from "../results/verdict";
import { dataToBpm, type Item } from "./queue";

export type SortKey = "file" | "genre" | "confidence" | "tempo";

const LAST = "\u{10FFFD}";
const names = new Intl.Collator(language, { numeric: true });

/** The head; `onSort` gets the column and whether it goes up. */
export function queueToHead(onSort: (key: SortKey, isUp: boolean) => void): HTMLElement {
  const head = document.createElement("thead");
  const row = document.createElement("tr");
  const columns: [SortKey, string, string][] = [
    ["file", text("column_file"), ""],
    ["genre", text("column_genre"), ""],
    ["confidence", text("column_confidence"), "number"],
    ["tempo", text("column_tempo"), "number optional"],
  ];
  for (const [key, words, kind] of columns) {
    const column = headCell(kind);
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words;
    button.addEventListener("click", () => {
      const isUp = column.ariaSort !== "ascending";
      for (const other of row.cells) other.removeAttribute("aria-sort");
      column.ariaSort = isUp ? "ascending" : "descending";
      onSort(key, isUp);
    });
    column.append(button);
    row.append(column);
  }
  const last = headCell("");
  const words = document.createElement("span");
  words.className = "for-ears";
  words.textContent = text("column_actions");
  last.append(words);
  row.append(last);
  head.append(row);
  return head;
}

/** The items in order; those without a value come last, whichever way, those alike together. */
export function sortItems(items: Item[], key: SortKey, isUp: boolean): Item[] {
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
  if (key === "tempo") return dataToBpm(item.data);
  const verdict = dataToVerdict(item.data);
  if (key === "confidence") return verdictToProbability(verdict);
  return verdict?.genre ? genreLabel(verdict.genre) : null;
}

/** What an item is that names no genre; those without an answer are after these. */
function itemToRest(item: Item): string {
  const verdict = item.data && dataToVerdict(item.data);
  return verdict ? saidToWords(verdictToSaid(verdict)) : LAST;
}

function headCell(kind: string): HTMLTableCellElement {
  const made = document.createElement("th");
  made.scope = "col";
  made.className = kind;
  return made;
}
