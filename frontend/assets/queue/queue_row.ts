// One file → its row: how far it is, then what it is, and what can be done with it.

import { html, plainButton } from "../basic/element";
import { language, text } from "../basic/text";
import { fileToOwnWords } from "../corrections/own_words";
import type { ResultData } from "../results/result_data";
import { dataToTraits } from "../results/traits";
import { dataToVerdict, dataToWords, verdictToProbability } from "../results/verdict";
import { type Item, isOpenable, isOver, itemToFailure } from "./queue_item";

const percent = new Intl.NumberFormat(language, {
  style: "percent",
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});
const tempo = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
const N_WIDE = 2; // columns that a narrow window has between the name and the buttons

export interface RowActions {
  open(): void;
  cancel(): void;
  retry(): void;
  remove(): void;
}

export function itemToRow(item: Item, on: RowActions): HTMLTableRowElement {
  const { name } = item.file;
  const row = html("tr", { "data-state": item.state });
  const head = html("th", { scope: "row" });
  if (isOpenable(item)) {
    row.className = "is-done";
    row.addEventListener("click", on.open);
    const button = plainButton(name, () => {}); // the click reaches the row
    button.title = text("show_file", { name });
    head.append(button);
  } else head.textContent = name;
  row.append(
    head,
    ...itemToCells(item),
    html("td", { class: "number" }, ...itemToButtons(item, on)),
  );
  return row;
}

/** Move the bar of a row that is on its way; false where the row must be drawn anew. */
export function updateProgress(row: HTMLTableRowElement, item: Item): boolean {
  const bar = row.querySelector("progress");
  if (!bar || row.dataset.state !== item.state) return false;
  if (item.state === "uploading") bar.value = item.share;
  return true;
}

function itemToButtons(item: Item, on: RowActions): HTMLButtonElement[] {
  const { name } = item.file;
  if (!isOver(item)) return [iconButton("×", text("cancel_file", { name }), on.cancel)];
  const remove = iconButton("×", text("remove_file", { name }), on.remove);
  if (item.state === "done") return [remove];
  return [iconButton("↻", text("retry_file", { name }), on.retry), remove];
}

function iconButton(sign: string, label: string, onClick: () => void): HTMLButtonElement {
  const button = plainButton(sign, onClick);
  button.classList.add("queue-icon");
  button.ariaLabel = label;
  button.title = label;
  button.addEventListener("click", (event) => event.stopPropagation()); // it does not open the row
  return button;
}

function itemToCells(item: Item): HTMLTableCellElement[] {
  if (item.state === "done" && item.data) return dataToCells(item.file, item.data);
  const wide = cell("", item.state === "failed" ? "is-failed" : "state");
  wide.colSpan = N_WIDE;
  if (item.state === "uploading" || item.state === "listening") wide.append(itemToBar(item));
  else wide.textContent = itemToWords(item);
  return [wide, cell("", "optional"), cell("", "optional")];
}

function dataToCells(file: File, data: ResultData): HTMLTableCellElement[] {
  const { bpm, camelot } = dataToTraits(data);
  const share = verdictToProbability(dataToVerdict(data));
  return [
    cell(fileToOwnWords(file) ?? dataToWords(data) ?? text("not_heard")),
    cell(share === null ? "–" : percent.format(share), "number"),
    cell(bpm === null ? "–" : tempo.format(bpm), "number optional"),
    cell(camelot ?? "–", "number optional"),
  ];
}

function itemToBar(item: Item): HTMLProgressElement {
  const bar = html("progress", { max: 1 });
  if (item.state === "uploading") bar.value = item.share;
  bar.ariaLabel = text("progress", { name: item.file.name });
  return bar;
}

function itemToWords(item: Item): string {
  if (item.state === "busy") return text("busy", { seconds: item.waitS });
  return itemToFailure(item)?.title ?? text("waiting");
}

function cell(words: string, kind = ""): HTMLTableCellElement {
  return html("td", { class: kind }, words);
}
