// What a result is: the body of `POST /api/predict` and the name of its file, as the template puts
// it into the page. `docs/api.md` says what the numbers mean.

export type Probabilities = Record<string, number>;
export type Outcome = "confident" | "ambiguous" | "none_of_these" | "not_music" | "silence";
export type Kind = "speech" | "noise" | "tone" | "other";

export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  error: string;
}

export interface Segment {
  start_s: number;
  end_s: number;
  /** null where it is silent */
  probabilities: Probabilities | null;
}

export interface AudioFacts {
  duration_s: number;
  sample_rate_hz: number;
  channels: number;
  format: string;
}

/** What the models come to together, and what each of them says. */
export interface Verdict {
  /** null where none is named */
  genre: string | null;
  outcome: Outcome;
  kind?: Kind | null;
  /** the most probable genre whatever the outcome; answers of earlier days lack it */
  nearest?: string | null;
  tags?: Probabilities | null;
  probabilities: Probabilities | null;
}

export interface Prediction extends Verdict {
  segments: Segment[];
  audio: AudioFacts;
  model: { name: string; version: string; sha256: string };
  timing_ms: Record<string, number>;
}

/** The body; only the models that were asked have a key. */
export interface ResultBody {
  svm?: Prediction | Problem;
  vgg19?: Prediction | Problem;
  /** The beat service's answer, or its problem; `beat_section` knows what is in it. */
  beat?: Record<string, unknown>;
  ensemble: Verdict | null;
  agreement: boolean | null;
}

export interface ResultData {
  file_name: string;
  body: ResultBody;
}

export function isProblem(answer: Prediction | Problem): answer is Problem {
  return "code" in answer;
}

/** How long the song is [s]; null where no model answered. */
export function dataToDuration(data: ResultData): number | null {
  return dataToAudio(data)?.duration_s ?? null;
}

/** `MP3`; empty where no model answered. */
export function dataToFormat(data: ResultData): string {
  return dataToAudio(data)?.format ?? "";
}

function dataToAudio({ body: { svm, vgg19 } }: ResultData): AudioFacts | null {
  const answer = [svm, vgg19].find((one) => one && !isProblem(one));
  return answer && !isProblem(answer) ? answer.audio : null;
}

/** The data of a results fragment; null where it says only what was wrong. */
export function resultsToData(results: HTMLElement): ResultData | null {
  const block = results.querySelector<HTMLScriptElement>("script.result-data");
  return block ? (JSON.parse(block.text) as ResultData) : null;
}
