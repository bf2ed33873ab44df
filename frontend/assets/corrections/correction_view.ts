// "This is wrong", under a verdict: the right genre is kept, and goes to training as a table.

import { showToast } from "../basic/announce";
import { html, plainButton } from "../basic/element";
import { save } from "../basic/save";
import { genreLabel, text } from "../basic/text";
import type { ResultData } from "../results/result_data";
import { dataToVerdict } from "../results/verdict";
import {
  correct,
  correctionsToCsv,
  forgetAllCorrections,
  forgetCorrection,
  keptCorrections,
  pathToCorrection,
  wordsToGenre,
} from "./corrections";

const TABLE = "clips.csv"; // the name that training looks for

/** Offer to say what the file is instead; `path` is what it is known by. */
export function showCorrection(results: HTMLElement, path: string, data: ResultData): void {
  const verdicts = results.querySelector(".sections");
  const genres = Object.keys(dataToVerdict(data)?.probabilities ?? {});
  if (!verdicts || !path) return;
  const said = html("p", { class: "correction-said", role: "status" });
  const all = html("p", { class: "correction-all note" });
  const form = pathToForm(path, genres, `${results.id}-genres`);
  const open = html("summary", {}, text("this_is_wrong"));
  const details = html("details", { class: "correction" }, open, form, said, all);
  const draw = () => {
    if (!details.isConnected) return window.removeEventListener("correctionschange", draw);
    const genre = pathToCorrection(path);
    said.replaceChildren(...(genre === null ? [] : genreToWords(path, genre, open)));
    all.replaceChildren(...allToWords(open));
  };
  verdicts.after(details);
  details.open = pathToCorrection(path) !== null;
  window.addEventListener("correctionschange", draw);
  draw();
}

function pathToForm(path: string, genres: string[], id: string): HTMLFormElement {
  const options = genres.map((genre) => html("option", { value: genreLabel(genre) }));
  const list = html("datalist", { id }, ...options);
  const input = html("input", { list: id, required: "", maxlength: 40, autocomplete: "off" });
  const label = html("label", {}, text("right_genre"), " ", input, list);
  const form = html("form", {}, label, html("button", { class: "quiet" }, text("keep_genre")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const words = wordsToGenre(input.value);
    if (!words) return;
    const known = genres.find((genre) => isSame(words, genre) || isSame(words, genreLabel(genre)));
    if (correct(path, known ?? words)) input.value = "";
    else showToast(text("not_kept"));
  });
  return form;
}

function genreToWords(path: string, genre: string, next: HTMLElement): (Node | string)[] {
  const undo = plainButton(text("take_back"), () => {
    forgetCorrection(path);
    next.focus();
  });
  return [text("you_say", { genre: genreLabel(genre) }), " ", undo];
}

function allToWords(next: HTMLElement): (Node | string)[] {
  const kept = keptCorrections();
  if (kept.length === 0) return [text("corrections_hint")];
  const saveAll = plainButton(text("save_corrections", { number: kept.length }), () =>
    save(correctionsToCsv(keptCorrections()), "text/csv;charset=utf-8", TABLE),
  );
  const forget = plainButton(text("forget_corrections"), () => {
    forgetAllCorrections();
    next.focus();
  });
  return [saveAll, " ", forget, " ", html("span", {}, text("training_hint"))];
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
