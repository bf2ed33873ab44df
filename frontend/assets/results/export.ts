// Results → files on the reader's disk: JSON as the API gave it, or one CSV line for each file.
import { dataToBpm } from "../queue/queue";
import { isProblem, type Prediction, type Problem, type ResultData } from "./result_data";
import { dataToVerdict, verdictToProbability } from "./verdict";

const COLUMNS = [
  "file",
  "genre",
  "outcome",
  "kind",
  "nearest",
  "tags",
  "probability",
  "svm_genre",
  "vgg19_genre",
  "agreement",
  "bpm",
  "duration_s",
] as const;
const MOST_TAGS = 5;
const FORMULA = /^[=+\-@\t\r]/;
const BYTE_ORDER_MARK = "\uFEFF"; // without it spreadsheets take UTF-8 for something else

export function saveResult(data: ResultData): void {
  save(JSON.stringify(data.body, null, 2), "application/json", `${data.file_name}.json`);
}

export function saveResults(kind: "csv" | "json", results: ResultData[]): void {
  if (kind === "json") save(JSON.stringify(results, null, 2), "application/json", "genres.json");
  else save(resultsToCsv(results), "text/csv;charset=utf-8", "genres.csv");
}

/** One line for each result, and columns for each genre's probability. */
export function resultsToCsv(results: ResultData[]): string {
  const genres = [...new Set(results.flatMap((data) => Object.keys(dataToProbabilities(data))))];
  const lines = results.map((data) => {
    const probabilities = dataToProbabilities(data);
    return [...dataToFields(data), ...genres.map((genre) => probabilities[genre] ?? "")];
  });
  const rows = [[...COLUMNS, ...genres], ...lines];
  return BYTE_ORDER_MARK + rows.map((row) => `${row.map(fieldToCsv).join(",")}\r\n`).join("");
}

function dataToFields(data: ResultData): (string | number | boolean | null)[] {
  const { svm, vgg19, agreement } = data.body;
  const verdict = dataToVerdict(data);
  const heard = [vgg19, svm].find((model): model is Prediction => !!model && !isProblem(model));
  return [
    data.file_name,
    verdict?.genre ?? null,
    verdict?.outcome ?? null,
    verdict?.kind ?? null,
    verdict?.nearest ?? verdict?.genre ?? null,
    tagsToField(verdict?.tags ?? {}),
    verdictToProbability(verdict),
    modelToGenre(svm),
    modelToGenre(vgg19),
    agreement,
    dataToBpm(data),
    heard?.audio.duration_s ?? null,
  ];
}

function dataToProbabilities(data: ResultData): Record<string, number> {
  return dataToVerdict(data)?.probabilities ?? {};
}

/** The words that fit best, in one field. */
function tagsToField(tags: Record<string, number>): string {
  const ranked = Object.entries(tags).sort((one, other) => other[1] - one[1]);
  const best = ranked.slice(0, MOST_TAGS).map(([tag]) => tag);
  return best.join("; ");
}

function modelToGenre(model: Prediction | Problem | undefined): string | null {
  return model && !isProblem(model) ? model.genre : null;
}

/** Quoted; a text that a spreadsheet would compute gets an apostrophe before it. */
function fieldToCsv(field: string | number | boolean | null): string {
  if (typeof field === "number") return String(field);
  const words = String(field ?? "");
  return `"${(FORMULA.test(words) ? `'${words}` : words).replaceAll('"', '""')}"`;
}

function save(content: string, type: string, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href)); // once the browser has it
}
