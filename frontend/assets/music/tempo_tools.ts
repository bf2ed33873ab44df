// The tempo, corrected by a person: halved, doubled or tapped. The song is heard again at it, and
// all that follows from the tempo is drawn anew.

import { showToast } from "../basic/announce";
import { text } from "../basic/text";
import { rememberResult } from "../results/history";
import { keptToHtml } from "../results/restored_results";
import type { ResultData } from "../results/result_data";
import { correctResult } from "../results/results_view";
import { fileToRecommendation, Refused } from "./music_data";

const SLOWEST_BPM = 40; // as the beat service takes it
const FASTEST_BPM = 240;
const FEWEST_TAPS = 4;
const TAPPED_AFTER_MS = 1800; // longer than the slowest beat
const DRAWN_ANEW = [".traits", ".beat"];

/** Give life to the buttons beside the tempo; `redraw` enlivens what is drawn anew. */
export function showTempoTools(
  results: HTMLElement,
  file: File,
  data: ResultData,
  redraw: () => void,
): void {
  const traits = results.querySelector<HTMLElement>(".traits");
  const tools = traits?.querySelector<HTMLElement>(".tempo-tools");
  if (!traits || !tools) return;
  const bpm = Number(traits.dataset.bpm);
  const correct = async (told: number) => {
    if (told < SLOWEST_BPM || told > FASTEST_BPM) {
      const [slowest, fastest] = [SLOWEST_BPM, FASTEST_BPM];
      showToast(text("tempo_impossible", { bpm: Math.round(told), slowest, fastest }));
      return;
    }
    const focused = tools.contains(document.activeElement) ? document.activeElement : null;
    const pressed = [...tools.children].indexOf(focused as Element);
    traits.classList.add("is-busy");
    showToast(text("tempo_counting", { bpm: Math.round(told) }));
    try {
      await correctTempo(results, file, data, told);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      showToast(error.message);
      return;
    } finally {
      traits.classList.remove("is-busy");
    }
    redraw();
    showTempoTools(results, file, data, redraw);
    results.querySelectorAll<HTMLElement>(".tempo-tools button").item(pressed)?.focus();
    const shown = results.querySelector(".trait-tempo b")?.textContent ?? "";
    showToast(text("tempo_corrected", { bpm: shown }));
  };
  for (const button of tools.querySelectorAll<HTMLButtonElement>("[data-tempo]")) {
    button.addEventListener("click", () => {
      if (!traits.classList.contains("is-busy")) void correct(bpm * Number(button.dataset.tempo));
    });
  }
  tools.querySelector("[data-tap]")?.addEventListener("click", tapsToTempo(correct));
  traits.classList.add("is-live");
}

/** Hear the song again at a tempo, and put what comes of it in the place of what was there. */
async function correctTempo(
  results: HTMLElement,
  file: File,
  data: ResultData,
  bpm: number,
): Promise<void> {
  const beat = await fileToRecommendation(file, bpm);
  const html = await keptToHtml({ ...data, body: { ...data.body, beat } }, "&corrected=1");
  const drawn = new DOMParser().parseFromString(html, "text/html");
  if (!drawn.querySelector(".traits")) throw new Refused(drawn.body.textContent?.trim() ?? "");
  data.body.beat = beat; // in place: what is saved or linked from now on has it
  // The old beat lets go of the song, and stops.
  results.querySelector<HTMLElement>("[data-beat-over]:checked")?.click();
  results.querySelector<HTMLElement>("[data-beat].is-on")?.click();
  for (const place of DRAWN_ANEW) {
    const anew = drawn.querySelector(place);
    if (anew) results.querySelector(place)?.replaceWith(anew);
  }
  correctResult(file, html, data);
  await rememberResult(data);
}

/** A listener for taps: the median time between them is a beat; a pause ends them. */
function tapsToTempo(use: (bpm: number) => void): (event: Event) => void {
  let taps: number[] = [];
  let timer = 0;
  return (event) => {
    const last = taps.at(-1);
    if (last !== undefined && event.timeStamp - last > TAPPED_AFTER_MS) taps = [];
    taps.push(event.timeStamp);
    window.clearTimeout(timer);
    if (taps.length < FEWEST_TAPS) return;
    const between = taps.slice(1).map((tap, place) => tap - (taps[place] ?? tap));
    const middle = between.sort((one, other) => one - other)[Math.floor(between.length / 2)] ?? 0;
    const bpm = 60_000 / middle;
    showToast(text("tempo_tapped", { bpm: Math.round(bpm) }));
    timer = window.setTimeout(() => {
      taps = [];
      use(bpm);
    }, TAPPED_AFTER_MS);
  };
}
