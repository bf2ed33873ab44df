// What the server draws of a song: peaks, spectrogram and explanation. `docs/api.md` has the fields.

import { root } from "../basic/root";
import { language, text } from "../basic/text";
import type { Problem } from "../results/result_data";

export interface Spectrogram {
  duration_s: number;
  peaks: { per_second: number; min: number[]; max: number[] };
  mel: { png: string; pixels_per_second: number; row_edges_hz: number[] };
}

export interface Stretch {
  start_s: number;
  end_s: number;
  share: number;
}

export interface Explanation {
  genre: string;
  probability: number;
  start_s: number;
  end_s: number;
  importance: number[][];
  evidence: Stretch[];
}

/** Something for the reader: what was wrong, and what to do. */
export class Refused extends Error {}

export function fileToSpectrogram(file: File): Promise<Spectrogram> {
  return post<Spectrogram>("/api/spectrogram", file);
}

/** Why a genre, or why the network's own answer where there is none. */
export function fileToExplanation(file: File, genre: string | null): Promise<Explanation> {
  const query = genre ? `?${new URLSearchParams({ genre })}` : "";
  return post<Explanation>(`/api/explain${query}`, file);
}

/** What the beat service hears at a tempo that a person told. */
export function fileToRecommendation(file: File, bpm: number): Promise<Record<string, unknown>> {
  return post<Record<string, unknown>>(`/api/recommend?bpm=${bpm.toFixed(2)}`, file);
}

async function post<Answer>(path: string, file: File): Promise<Answer> {
  const form = new FormData();
  form.append("file", file);
  const headers = { "Accept-Language": language };
  const response = await fetch(root + path, { method: "POST", body: form, headers }).catch(
    () => null,
  );
  if (!response) throw new Refused(text("music_unreachable"));
  const body = (await response.json().catch(() => null)) as Answer | Problem | null;
  if (response.ok && body) return body as Answer;
  const problem = body as Problem | null;
  throw new Refused(problem ? `${problem.title}. ${problem.detail}` : text("music_unreachable"));
}
