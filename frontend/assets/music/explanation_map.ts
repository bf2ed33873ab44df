// What speaks for the genre and against it, over the spectrogram: orange for, blue against.
import { html, part } from "../basic/element";
import type { Explanation } from "./music_data";
import { drawOnAxis } from "./spectrogram";
import type { TimeAxis } from "./time_axis";

const FOR = [255, 128, 31] as const;
const AGAINST = [56, 152, 255] as const;
const STRONG = 0.7; // importance that is drawn as the largest, as few places are near it

/** Draw the map, hidden until it is switched on. */
export function drawExplanation(music: HTMLElement, explained: Explanation, axis: TimeAxis): void {
  const canvas = part<HTMLCanvasElement>(music, ".music-map");
  const mapSwitch = part<HTMLInputElement>(music, "[data-map-switch]");
  const opacity = part<HTMLInputElement>(music, "[data-map-opacity]");
  const picture = importanceToPicture(explained.importance);
  const show = () => {
    canvas.hidden = !mapSwitch.checked;
    opacity.disabled = !mapSwitch.checked;
    canvas.style.opacity = String(Number(opacity.value) / 100);
    music.classList.toggle("has-map", mapSwitch.checked);
  };
  mapSwitch.disabled = false;
  mapSwitch.addEventListener("change", show);
  opacity.addEventListener("input", show);
  show();
  drawOnAxis(canvas, axis, (context, width, height) => {
    const left = axis.timeToShare(explained.start_s) * width;
    const right = axis.timeToShare(explained.end_s) * width;
    context.drawImage(picture, left, 0, right - left, height);
  });
}

/** A pixel for each place, low frequencies at the bottom; the stronger, the less clear. */
function importanceToPicture(rows: number[][]): HTMLCanvasElement {
  const [height, width] = [rows.length, rows[0]?.length ?? 0];
  const canvas = html("canvas", { width, height });
  const context = canvas.getContext("2d");
  if (!context) return canvas;
  const pixels = context.createImageData(width, height);
  rows.forEach((row, y) => {
    row.forEach((importance, x) => {
      const colour = importance > 0 ? FOR : AGAINST;
      const strength = Math.min(1, Math.abs(importance) / STRONG);
      pixels.data.set([...colour, 255 * strength], ((height - 1 - y) * width + x) * 4);
    });
  });
  context.putImageData(pixels, 0, 0);
  return canvas;
}
