// One of two songs that are compared: its name and its pictures, on the axis of both.

import { html, part } from "../basic/element";
import { text } from "../basic/text";
import type { Lane, Timeline } from "../music/genre_timeline";
import { fileToSpectrogram, Refused } from "../music/music_data";
import { drawSpectrogram } from "../music/spectrogram";
import { drawWaveform, type Played } from "../music/waveform";
import { isProblem, type ResultData } from "../results/result_data";
import { hasGenre } from "../results/verdict";

export interface SongLanes {
  elements: HTMLElement[];
  wave: HTMLElement;
  mel: HTMLElement;
  /** its genres over time, and where they are drawn; null where no model says any */
  genres: Lane | null;
}

export function songToLanes(file: File, data: ResultData, letter: string): SongLanes {
  const name = html("bdi", { class: "file-name" }, file.name);
  const title = html("p", { class: "compared-name" }, html("b", {}, letter), " ", name);
  const wave = html("div", { class: "lane lane-wave", "data-wave": "" });
  const status = html("div", { class: "music-status", role: "status" });
  status.append(html("p", {}, text("drawing")));
  const label = text("spectrogram_of", { name: file.name });
  const mel = html("div", { class: "lane lane-mel", "data-mel": "" });
  mel.append(
    html("canvas", { role: "img", "aria-label": label }),
    html("div", { class: "lane-axis", "aria-hidden": "true" }),
    status,
  );
  const timeline = dataToTimeline(data);
  if (!timeline) return { elements: [title, wave, mel], wave, mel, genres: null };
  const lane = html("div", { class: "lane lane-genres" });
  lane.append(html("p", { class: "lane-axis lane-name" }, timeline.model));
  return { elements: [title, wave, mel, lane], wave, mel, genres: { lane, ...timeline } };
}

/** Ask the server for the pictures of a song, and draw them where they belong. */
export async function drawPictures(file: File, lanes: SongLanes, played: Played): Promise<void> {
  const { wave, mel } = lanes;
  const status = part(mel, ".music-status");
  try {
    const drawn = await fileToSpectrogram(file);
    drawWaveform(wave, drawn.peaks, played);
    await drawSpectrogram(mel, drawn.mel, played.axis);
    status.replaceChildren();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    status.replaceChildren(html("p", {}, text("no_pictures", { reason: error.message })));
  }
}

/**
 * The model that tells most of time: the SVM, or VGG19 where it answered alone. Null where no genre
 * fits: the lane would name one all the same.
 */
function dataToTimeline(data: ResultData): Timeline | null {
  if (!hasGenre(data)) return null;
  const { svm, vgg19 } = data.body;
  if (svm && !isProblem(svm)) return { model: "SVM", prediction: svm };
  return vgg19 && !isProblem(vgg19) ? { model: "VGG19", prediction: vgg19 } : null;
}
