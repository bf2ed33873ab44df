// The mel-spectrogram: the server's grey picture in colours, with an axis of frequency.

import { html, part } from "../basic/element";
import { text } from "../basic/text";
import { levelsToColours } from "./colour_map";
import type { Spectrogram } from "./music_data";
import type { TimeAxis } from "./time_axis";

const SLICE_COLUMNS = 500;
const COLOURS = new Uint32Array(levelsToColours().buffer);
const TICKS_HZ = [500, 1000, 2000, 4000, 8000];

export async function drawSpectrogram(
  place: HTMLElement,
  mel: Spectrogram["mel"],
  axis: TimeAxis,
): Promise<void> {
  const picture = await pngToPicture(mel.png);
  const canvas = part<HTMLCanvasElement>(place, "canvas");
  drawOnAxis(canvas, axis, (context, width, height) => {
    const left = axis.start * mel.pixels_per_second;
    const across = axis.spanS * mel.pixels_per_second;
    context.drawImage(picture, left, 0, across, picture.height, 0, 0, width, height);
  });
  drawFrequencies(part(place, ".lane-axis"), mel.row_edges_hz);
}

/** Draw at the canvas's own pixels, now and whenever the view or its size changes. */
export function drawOnAxis(
  canvas: HTMLCanvasElement,
  axis: TimeAxis,
  draw: (context: CanvasRenderingContext2D, width: number, height: number) => void,
): void {
  const context = canvas.getContext("2d");
  if (!context) return;
  const redraw = () => {
    canvas.width = Math.round(canvas.clientWidth * devicePixelRatio);
    canvas.height = Math.round(canvas.clientHeight * devicePixelRatio);
    if (canvas.width && canvas.height) draw(context, canvas.width, canvas.height);
  };
  axis.followWithSize(canvas, redraw);
}

/** The PNG's grey levels as colours; the browser decodes it beside the page. */
async function pngToPicture(png: string): Promise<HTMLCanvasElement> {
  const grey = new Image();
  grey.src = `data:image/png;base64,${png}`;
  await grey.decode();
  const canvas = html("canvas", { width: grey.width, height: grey.height });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) return canvas;
  context.drawImage(grey, 0, 0);
  for (let left = 0; left < grey.width; left += SLICE_COLUMNS) {
    colour(context, left, Math.min(SLICE_COLUMNS, grey.width - left), grey.height);
    await new Promise((resolve) => setTimeout(resolve)); // so that the page stays awake
  }
  return canvas;
}

function colour(
  context: CanvasRenderingContext2D,
  left: number,
  width: number,
  height: number,
): void {
  const pixels = context.getImageData(left, 0, width, height);
  const words = new Uint32Array(pixels.data.buffer);
  for (let i = 0; i < words.length; i++) words[i] = COLOURS[(words[i] ?? 0) & 255] ?? 0;
  context.putImageData(pixels, left, 0);
}

function drawFrequencies(place: HTMLElement, edgesHz: number[]): void {
  const ticks = TICKS_HZ.map((hz) => {
    const label =
      hz < 1000 ? text("hertz", { number: hz }) : text("kilohertz", { number: hz / 1000 });
    const tick = html("span", {}, label);
    tick.style.bottom = `${100 * hzToShare(hz, edgesHz)}%`;
    return tick;
  });
  place.replaceChildren(...ticks);
}

/** Height of a frequency in the picture, 0 the bottom and 1 the top. */
function hzToShare(hz: number, edgesHz: number[]): number {
  const above = edgesHz.findIndex((edge) => edge > hz);
  const [low, high] = [edgesHz[above - 1] ?? hz, edgesHz[above] ?? hz];
  return (above - 1 + (hz - low) / Math.max(1e-9, high - low)) / (edgesHz.length - 1);
}
