// The list of earlier results: open one, forget one, forget all.
import { showToast } from "../basic/announce";
import { language, text } from "../basic/text";
import { forgetAllResults, forgetResult, type KeptLine, keptLines } from "./history";
import { saidToWords } from "./verdict";

const percent = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 });
const date = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });

/** Draw the list now and whenever it changes. */
export function showHistory(): void {
  const section = document.getElementById("history") as HTMLElement;
  const title = document.getElementById("history-title") as HTMLElement;
  const list = section.querySelector("ol") as HTMLOListElement;

  function draw(): void {
    const lines = keptLines();
    section.hidden = lines.length === 0;
    list.replaceChildren(...lines.map((line) => lineToItem(line, title)));
  }

  section.querySelector("[data-clear]")?.addEventListener("click", () => {
    forgetAllResults();
    document.getElementById("compare")?.focus();
    showToast(text("forgotten"));
  });
  window.addEventListener("historychange", draw);
  window.addEventListener("storage", draw); // another tab
  draw();
}

function lineToItem(line: KeptLine, title: HTMLElement): HTMLLIElement {
  const item = document.createElement("li");
  const what = document.createElement("span");
  const link = document.createElement("a");
  link.href = line.link;
  link.textContent = line.file_name || "–";
  const share = line.probability === null ? "" : ` ${percent.format(line.probability)}`;
  what.append(link, ` ${saidToWords(line)}${share}`);
  const when = document.createElement("time");
  when.className = "when";
  when.dateTime = new Date(line.when_ms).toISOString();
  when.textContent = date.format(line.when_ms);
  item.append(what, when, forgetButton(line, title));
  return item;
}

function forgetButton(line: KeptLine, title: HTMLElement): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "plain";
  button.textContent = "×";
  button.ariaLabel = text("forget", { name: line.file_name });
  button.addEventListener("click", () => {
    forgetResult(line.link);
    title.focus();
    showToast(text("forgotten"));
  });
  return button;
}
