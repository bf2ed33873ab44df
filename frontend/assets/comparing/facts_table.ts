// What two songs are, beside each other, and how they go together.

import { html } from "../basic/element";
import { clock, percent } from "../basic/numbers";
import { language, text } from "../basic/text";
import { fileToOwnWords } from "../corrections/own_words";
import { dataToSound, soundsToTransition } from "../mixing/transition";
import { transitionToWords } from "../mixing/transition_words";
import { dataToDuration } from "../results/result_data";
import { dataToTraits } from "../results/traits";
import { dataToVerdict, dataToWords, hasGenre, verdictToProbability } from "../results/verdict";
import type { Heard } from "./comparison";

const NOTHING = "–";
const tempo = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });

export function songsToFacts(first: Heard, second: Heard): HTMLElement[] {
  const heads = ["", "A", "B"].map((letter) => html("th", { scope: "col" }, letter));
  const rows = ROWS.map(([name, heardToWords]) =>
    html(
      "tr",
      {},
      html("th", { scope: "row" }, name),
      html("td", {}, heardToWords(first) ?? NOTHING),
      html("td", {}, heardToWords(second) ?? NOTHING),
    ),
  );
  const table = html(
    "table",
    { class: "compared-facts" },
    html("caption", { class: "for-ears" }, text("compare_songs")),
    html("thead", {}, html("tr", {}, ...heads)),
    html("tbody", {}, ...rows),
  );
  const [one, other] = [dataToSound(first.data), dataToSound(second.data)];
  if (one.bpm === null || other.bpm === null) return [table]; // no music, or nobody heard it
  const between = soundsToTransition(one, other);
  const words = [transitionToWords(one, other, between)];
  const areNamed = hasGenre(first.data) && hasGenre(second.data);
  if (areNamed) words.push(text("alike", { percent: percent(between.alike) }));
  return [table, html("p", { class: "note" }, words.join(" · "))];
}

/** Heads of rows, and what stands in them. */
const ROWS: [string, (heard: Heard) => string | null][] = [
  [text("column_genre"), heardToGenre],
  [text("column_tempo"), ({ data }) => orNull(dataToTraits(data).bpm, tempo.format)],
  [text("column_key"), heardToKey],
  [text("order_energy"), ({ data }) => orNull(dataToTraits(data).energy, percent)],
  [text("row_style"), ({ data }) => dataToTraits(data).style],
  [text("row_length"), ({ data }) => orNull(dataToDuration(data), clock)],
];

function orNull(number: number | null, toWords: (number: number) => string): string | null {
  return number === null ? null : toWords(number);
}

function heardToGenre({ file, data }: Heard): string | null {
  const own = fileToOwnWords(file);
  if (own !== null) return own;
  const words = dataToWords(data);
  const share = verdictToProbability(dataToVerdict(data));
  return words === null || share === null ? words : `${words} ${percent(share)}`;
}

function heardToKey({ data }: Heard): string | null {
  const { bpm, camelot } = dataToTraits(data);
  return camelot ?? (bpm === null ? null : text("key_unknown"));
}
