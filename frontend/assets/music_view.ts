// The music of a result: hear it, see it, understand why.
import type { ResultData } from "./result_data";

/** Draw the music into the place that the template keeps for it; `file` is null without audio. */
export function showMusic(results: HTMLElement, file: File | null, data: ResultData): void {
  const place = results.querySelector<HTMLElement>(".music");
  if (place) place.dataset.hasAudio = String(file !== null && data.body.ensemble !== null);
}
