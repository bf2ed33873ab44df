// The queue → files on the reader's disk: a table, JSON, a playlist. Every file has its row.

import { type Field, rowsToCsv } from "../basic/csv";
import { fileToPath } from "../basic/path";
import { save, today } from "../basic/save";
import { genreLabel, text } from "../basic/text";
import { pathToCorrection } from "../corrections/corrections";
import { isProblem, type Prediction, type ResultData } from "../results/result_data";
import { dataToTraits } from "../results/traits";
import { dataToVerdict, verdictToProbability, verdictToSaid } from "../results/verdict";
import { type Item, itemToFailure } from "./queue_item";
import { itemsToPlaylist } from "./queue_playlist";

const COLUMNS = [
  "file",
  "state",
  "genre",
  "second_genre",
  "your_genre",
  "sureness",
  "outcome",
  "kind",
  "nearest",
  "tags",
  "probability",
  "svm_genre",
  "vgg19_genre",
  "agreement",
  "bpm",
  "key",
  "camelot",
  "open_key",
  "energy",
  "style",
  "duration_s",
  "error",
] as const;
const MOST_TAGS = 5;

export type Kind = "csv" | "json" | "m3u8";

/** `genre`: the one that alone is shown, which a playlist is called after. */
export function saveItems(kind: Kind, items: Item[], genre: string | null): void {
  if (kind === "csv") save(itemsToCsv(items), "text/csv;charset=utf-8", `genres ${today()}.csv`);
  else if (kind === "json") save(itemsToJson(items), "application/json", `genres ${today()}.json`);
  else {
    const name = genre === null ? text("playlist") : genreLabel(genre);
    save(itemsToPlaylist(items), "audio/x-mpegurl", `${name} ${today()}.m3u8`);
  }
}

/** A line for each file, and columns for each genre's probability. */
export function itemsToCsv(items: Item[]): string {
  const genres = [
    ...new Set(items.flatMap(({ data }) => Object.keys(dataToProbabilities(data)))),
  ].toSorted();
  const lines = items.map((item) => {
    const probabilities = dataToProbabilities(item.data);
    const fields = { ...itemToFields(item), ...(item.data && dataToFields(item.data)) };
    return [
      ...COLUMNS.map((column) => fields[column] ?? null),
      ...genres.map((genre) => probabilities[genre] ?? null),
    ];
  });
  const signs = { separator: text("csv_separator"), decimalSign: text("decimal_sign") };
  return rowsToCsv([[...COLUMNS, ...genres], ...lines], signs);
}

/** The API's bodies as they are; what has none says why. */
export function itemsToJson(items: Item[]): string {
  const rows = items.map((item) => {
    const path = fileToPath(item.file);
    const your_genre = pathToCorrection(path);
    const known = { file_name: item.file.name, path, state: item.state, your_genre };
    return item.data
      ? { ...known, body: item.data.body }
      : { ...known, error: itemToFailure(item) };
  });
  return JSON.stringify(rows, null, 2);
}

type Fields = Partial<Record<(typeof COLUMNS)[number], Field>>;

function itemToFields(item: Item): Fields {
  const { title, detail } = itemToFailure(item) ?? { title: "", detail: "" };
  const error = detail ? `${title}. ${detail}` : title;
  const path = fileToPath(item.file);
  return { file: path, state: item.state, your_genre: pathToCorrection(path), error };
}

function dataToFields(data: ResultData): Fields {
  const { svm, vgg19, agreement } = data.body;
  const verdict = dataToVerdict(data);
  const { bpm, key, camelot, openKey, energy, style } = dataToTraits(data);
  const heard = [vgg19, svm].find((model): model is Prediction => !!model && !isProblem(model));
  const sureness = verdict?.outcome === "confident" ? text("sure") : text("not_sure");
  return {
    genre: verdict?.genre ?? null,
    second_genre: dataToSecond(data),
    sureness: verdict?.genre ? sureness : null,
    outcome: verdict?.outcome ?? null,
    kind: verdict?.kind ?? null,
    nearest: verdict?.nearest ?? verdict?.genre ?? null,
    tags: tagsToField(verdict?.tags ?? {}),
    probability: verdictToProbability(verdict),
    svm_genre: modelToGenre(svm),
    vgg19_genre: modelToGenre(vgg19),
    agreement,
    bpm,
    key,
    camelot,
    open_key: openKey,
    energy,
    style,
    duration_s: heard?.audio.duration_s ?? null,
  };
}

/** The genre that is next to the one named. */
function dataToSecond(data: ResultData): string | null {
  const verdict = dataToVerdict(data);
  if (!verdict?.genre) return null;
  return verdictToSaid({ ...verdict, outcome: "ambiguous" }).second ?? null;
}

function dataToProbabilities(data: ResultData | null): Record<string, number> {
  return (data && dataToVerdict(data)?.probabilities) ?? {};
}

/** The words that fit best, in one field. */
function tagsToField(tags: Record<string, number>): string {
  const ranked = Object.entries(tags).sort((one, other) => other[1] - one[1]);
  const best = ranked.slice(0, MOST_TAGS).map(([tag]) => tag);
  return best.join("; ");
}

function modelToGenre(model: ResultData["body"]["svm"]): string | null {
  return model && !isProblem(model) ? model.genre : null;
}
