// A result → a picture to send to somebody: what the file is, how sure, tempo and key.

import { percent } from "../basic/numbers";
import { save } from "../basic/save";
import { genreLabel, language, text } from "../basic/text";
import type { ResultData } from "./result_data";
import { dataToTraits } from "./traits";
import { dataToVerdict, saidToWords, verdictToProbability, verdictToSaid } from "./verdict";

const WIDTH = 1200; // [px], as social networks show pictures
const HEIGHT = 630;
const EDGE = 72;
const FONT = "system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif";
const MOST_BARS = 3;
const BAR = { top: 390, height: 16, pitch: 48, left: 300, width: 640 };

/** Draw it in the page's own colours and save it. */
export async function savePicture(data: ResultData): Promise<void> {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [WIDTH, HEIGHT];
  const brush = canvas.getContext("2d");
  if (!brush) return;
  drawResult(brush, data, pageToColours());
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  if (blob) save(blob, "image/png", `${data.file_name}.png`);
}

type Colours = Record<"card" | "ink" | "soft" | "accent" | "track", string>;

function pageToColours(): Colours {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    card: colour("card"),
    ink: colour("ink"),
    soft: colour("soft"),
    accent: colour("accent"),
    track: colour("track"),
  };
}

function drawResult(brush: CanvasRenderingContext2D, data: ResultData, colours: Colours): void {
  const verdict = dataToVerdict(data);
  const share = verdictToProbability(verdict);
  const said = verdict ? saidToWords(verdictToSaid(verdict)) : text("not_heard");
  const write = (words: string, topPx: number, font: string, colour: string) => {
    brush.font = `${font} ${FONT}`;
    brush.fillStyle = colour;
    brush.fillText(words, EDGE, topPx, WIDTH - 2 * EDGE); // narrower letters where it is too long
  };
  brush.fillStyle = colours.card;
  brush.fillRect(0, 0, WIDTH, HEIGHT);
  brush.textBaseline = "top";
  write(data.file_name, EDGE, "600 34px", colours.soft);
  const headline = said.charAt(0).toUpperCase() + said.slice(1);
  write(share === null ? headline : `${headline} ${percent(share)}`, 130, "700 96px", colours.ink);
  write(dataToFacts(data), 270, "500 40px", colours.accent);
  drawBars(brush, verdict?.probabilities ?? {}, colours);
  const site = document.querySelector("h1")?.textContent?.trim() ?? "";
  write(site, HEIGHT - EDGE, "500 24px", colours.soft);
}

/** `124 BPM · 8A · 1m`: keys in signs that are the same in all languages. */
function dataToFacts(data: ResultData): string {
  const { bpm, camelot, openKey } = dataToTraits(data);
  const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
  const facts = [bpm === null ? null : `${whole.format(bpm)} BPM`, camelot, openKey];
  return facts.filter(Boolean).join(" · ");
}

function drawBars(
  brush: CanvasRenderingContext2D,
  probabilities: Record<string, number>,
  colours: Colours,
): void {
  const ranked = Object.entries(probabilities).sort((one, other) => other[1] - one[1]);
  brush.font = `500 28px ${FONT}`;
  for (const [number, [genre, share]] of ranked.slice(0, MOST_BARS).entries()) {
    const top = BAR.top + number * BAR.pitch;
    brush.fillStyle = colours.ink;
    brush.fillText(genreLabel(genre), EDGE, top - 8);
    brush.fillText(percent(share), BAR.left + BAR.width + 24, top - 8);
    for (const [width, colour] of [
      [BAR.width, colours.track],
      [BAR.width * share, colours.accent],
    ] as const) {
      brush.fillStyle = colour;
      brush.beginPath();
      brush.roundRect(BAR.left, top, width, BAR.height, BAR.height / 2);
      brush.fill();
    }
  }
}
