// The music of a result: hear it, see it, understand why.

import { html, part } from "../basic/element";
import { clock } from "../basic/numbers";
import { text } from "../basic/text";
import {
  dataToDuration,
  dataToFormat,
  type ResultBody,
  type ResultData,
} from "../results/result_data";
import { showBeat } from "./beat_section";
import { showPlayButton, showZoom } from "./controls";
import { showEvidence } from "./evidence";
import { drawExplanation } from "./explanation_map";
import { drawGenreTables } from "./genre_table";
import { drawGenres } from "./genre_timeline";
import { fileToExplanation, fileToSpectrogram, Refused } from "./music_data";
import { showPlayHead } from "./play_head";
import { Player } from "./player";
import { drawSpectrogram } from "./spectrogram";
import { showTempoTools } from "./tempo_tools";
import { drawTicks, TimeAxis } from "./time_axis";
import { drawWaveform } from "./waveform";

const players = new Map<HTMLElement, Player>();

/** Draw the music into the place that the template keeps for it; `file` is null without audio. */
export function showMusic(results: HTMLElement, file: File | null, data: ResultData): void {
  const music = results.querySelector<HTMLElement>(".music");
  const durationS = dataToDuration(data);
  closeGone();
  if (!music || durationS === null) return;
  const axis = new TimeAxis(durationS);
  drawTicks(part(music, "[data-time]"), axis);
  const drawsGenres = music.querySelector("[data-legend]") !== null; // else the template has none
  if (drawsGenres) drawGenreTables(part(music, "[data-table]"), drawGenres(music, data.body, axis));
  music.classList.add(file ? "has-audio" : "is-restored");
  if (!file) {
    showBeat(results, null, data.body);
    return;
  }
  const player = new Player(file, axis);
  players.set(music, player);
  player.listen(closeGone);
  showControls(music, player);
  showPlayHead(part(music, "[data-seek]"), player);
  sayWhetherItPlays(music, player, data);
  const redraw = () => showBeat(results, player, data.body);
  redraw();
  showTempoTools(results, file, data, redraw);
  const explain = drawsGenres ? () => explainGenre(music, file, player, data.body) : null;
  void drawPictures(music, file, player, explain);
}

/** Results that left the page stop playing. */
function closeGone(): void {
  for (const [music, player] of players) {
    if (music.isConnected) continue;
    players.delete(music);
    player.close();
  }
}

/** The genre that the result shows first. */
function bodyToGenre({ ensemble, svm, vgg19 }: ResultBody): string | null {
  const answers = [ensemble, svm, vgg19].flatMap((one) => (one && "genre" in one ? [one] : []));
  return answers[0]?.genre ?? null;
}

function showControls(music: HTMLElement, player: Player): void {
  const play = part<HTMLButtonElement>(music, "[data-play]");
  part(music, "[data-length]").textContent = clock(player.axis.durationS);
  showPlayButton(play, part(music, "[data-now]"), player);
  showZoom(part(music, '[data-zoom="in"]'), part(music, '[data-zoom="out"]'), player);
}

function sayWhetherItPlays(music: HTMLElement, player: Player, data: ResultData): void {
  const note = part(music, "[data-unplayable]");
  const format = dataToFormat(data);
  player.listen(() => {
    note.textContent = player.canPlay ? "" : text("unplayable", { format });
  });
}

/** Ask the server for pictures, then for reasons: it has the song but once. */
async function drawPictures(
  music: HTMLElement,
  file: File,
  player: Player,
  explain: (() => Promise<void>) | null,
): Promise<void> {
  const status = part(music, "[data-status]");
  try {
    const drawn = await fileToSpectrogram(file);
    drawWaveform(part(music, "[data-wave]"), drawn.peaks, player);
    await drawSpectrogram(part(music, "[data-mel]"), drawn.mel, player.axis);
    status.replaceChildren();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    status.replaceChildren(html("p", {}, text("no_pictures", { reason: error.message })));
    offerAgain(status, () => void drawPictures(music, file, player, explain));
    return;
  }
  await explain?.();
}

async function explainGenre(
  music: HTMLElement,
  file: File,
  player: Player,
  body: ResultBody,
): Promise<void> {
  try {
    const explained = await fileToExplanation(file, bodyToGenre(body));
    drawExplanation(music, explained, player.axis);
    showEvidence(music, explained, player);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    part(music, "[data-evidence-title]").textContent = text("no_reasons", {
      reason: error.message,
    });
  }
}

function offerAgain(status: HTMLElement, again: () => void): void {
  const button = html("button", { type: "button" }, text("draw_again"));
  button.addEventListener("click", () => {
    status.replaceChildren(html("p", {}, text("drawing")));
    again();
  });
  status.append(button);
}
