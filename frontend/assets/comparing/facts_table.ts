// What two songs are, beside each other, and how they go together.

import { html } from "../basic/element";
import { clock, percent } from "../basic/numbers";
import { language, text } from "../basic/text";
import { dataToSound, soundsToTransition } from "../mixing/transition";
import { transitionToWords } from "../mixing/transition_words";
import { dataToDuration, type ResultData } from "../results/result_data";
import { dataToTraits } from "../results/traits";
import {
  dataToVerdict,
  saidToWords,
  verdictToProbability,
  verdictToSaid,
} from "../results/verdict";

const NOTHING = "–";
const tempo = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });

export function songsToFacts(first: ResultData, second: ResultData): HTMLElement[] {
  const heads = ["", "A", "B"].map((letter) => html("th", { scope: "col" }, letter));
  const rows = ROWS.map(([name, dataToWords]) =>
    html(
      "tr",
      {},
      html("th", { scope: "row" }, name),
      html("td", {}, dataToWords(first) ?? NOTHING),
      html("td", {}, dataToWords(second) ?? NOTHING),
    ),
  );
  const table = html(
    "table",
    { class: "compared-facts" },
    html("caption", { class: "for-ears" }, text("compare_songs")),
    html("thead", {}, html("tr", {}, ...heads)),
    html("tbody", {}, ...rows),
  );
  const [one, other] = [dataToSound(first), dataToSound(second)];
  const between = soundsToTransition(one, other);
  const alike = text("alike", { percent: percent(between.alike) });
  return [
    table,
    html("p", { class: "note" }, `${transitionToWords(one, other, between)} · ${alike}`),
  ];
}

/** Heads of rows, and what stands in them. */
const ROWS: [string, (data: ResultData) => string | null][] = [
  [text("column_genre"), dataToGenre],
  [text("column_tempo"), (data) => orNull(dataToTraits(data).bpm, tempo.format)],
  [text("column_key"), dataToKey],
  [text("order_energy"), (data) => orNull(dataToTraits(data).energy, percent)],
  [text("row_style"), (data) => dataToTraits(data).style],
  [text("row_length"), (data) => orNull(dataToDuration(data), clock)],
];

function orNull(number: number | null, toWords: (number: number) => string): string | null {
  return number === null ? null : toWords(number);
}

function dataToGenre(data: ResultData): string | null {
  const verdict = dataToVerdict(data);
  if (!verdict) return null;
  const words = saidToWords(verdictToSaid(verdict));
  const share = verdictToProbability(verdict);
  return share === null ? words : `${words} ${percent(share)}`;
}

function dataToKey(data: ResultData): string | null {
  const { camelot } = dataToTraits(data);
  return camelot ?? text("key_unknown");
}
