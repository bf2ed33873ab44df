// What a file is, in a few words: for the queue, the history and what is saved.
import { genreLabel, text } from "../basic/text";
import { isProblem, type Kind, type Outcome, type ResultData, type Verdict } from "./result_data";

/** What is left of a verdict in a line; lines of earlier days have a genre alone. */
export interface Said {
  genre: string | null;
  outcome?: Outcome;
  kind?: Kind | null;
  /** the second genre of an ambiguous answer */
  second?: string | null;
}

/** What a file is by the models together, or by the one that answered. */
export function dataToVerdict(data: ResultData): Verdict | null {
  const { ensemble, svm, vgg19 } = data.body;
  if (ensemble) return ensemble;
  const single = [svm, vgg19].find((answer) => answer && !isProblem(answer));
  return single && !isProblem(single) ? single : null;
}

/** What a file is by its verdict, in words; null where there is none. */
export function dataToWords(data: ResultData): string | null {
  const verdict = dataToVerdict(data);
  return verdict && saidToWords(verdictToSaid(verdict));
}

/** Whether one of the genres fits, surely or not. */
export function hasGenre(data: ResultData): boolean {
  const outcome = dataToVerdict(data)?.outcome;
  return outcome === "confident" || outcome === "ambiguous";
}

/** The probability of the genre that is named. */
export function verdictToProbability(verdict: Verdict | null): number | null {
  return verdict?.genre ? (verdict.probabilities?.[verdict.genre] ?? null) : null;
}

export function verdictToSaid({ genre, outcome, kind, probabilities }: Verdict): Said {
  const others = Object.entries(probabilities ?? {}).filter(([name]) => name !== genre);
  const [second] = others.sort((one, other) => other[1] - one[1]);
  const isAmbiguous = outcome === "ambiguous" && second;
  return { genre, outcome, kind: kind ?? null, second: isAmbiguous ? second[0] : null };
}

export function saidToWords({ genre, outcome, kind, second }: Said): string {
  if (outcome === "not_music") return kind ? kindToWords(kind) : text("not_music");
  if (outcome === "none_of_these") return text("none_of_these");
  if (!genre) return text("silence");
  if (!second) return genreLabel(genre);
  return text("between", { first: genreLabel(genre), second: genreLabel(second) });
}

function kindToWords(kind: Kind): string {
  const words = {
    speech: text("not_music_speech"),
    noise: text("not_music_noise"),
    tone: text("not_music_tone"),
    other: text("not_music_other"),
  };
  return words[kind];
}
