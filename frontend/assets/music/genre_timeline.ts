// Genres over time: for each model stacked areas, a step for each segment. `genre_table.ts` has the
// same as a table.
import { html, part, svg } from "../basic/element";
import { percent } from "../basic/numbers";
import { genreLabel, text } from "../basic/text";
import { isProblem, type Prediction, type ResultBody, type Segment } from "../results/result_data";
import type { TimeAxis } from "./time_axis";

const NAMED_FROM = 0.1; // probability that a genre needs somewhere for a colour of its own
const LABEL_PX = 110;

/** What one model says, and its name. */
export interface Timeline {
  model: string;
  prediction: Prediction;
}

/** A timeline, and the lane that it is drawn into. */
export interface Lane extends Timeline {
  lane: HTMLElement;
}

/** An area of one segment; `colour` names a class. */
interface Area {
  colour: string;
  share: number;
}

/** Draw every model that answered, into the lanes that the template keeps. */
export function drawGenres(music: HTMLElement, body: ResultBody, axis: TimeAxis): Timeline[] {
  const lanes = [...music.querySelectorAll<HTMLElement>("[data-genres]")];
  const found = lanes.flatMap((lane) => {
    const prediction = lane.dataset.genres === "svm" ? body.svm : body.vgg19;
    if (!prediction || isProblem(prediction)) return [];
    return [{ lane, model: part(lane, ".lane-name").textContent ?? "", prediction }];
  });
  drawTimelines(found, part(music, "[data-legend]"), axis);
  return found;
}

/** Draw timelines in the same colours, and say which is which. */
export function drawTimelines(lanes: Lane[], legend: HTMLElement, axis: TimeAxis): void {
  const colours = timelinesToColours(lanes);
  for (const { lane, ...timeline } of lanes) drawTimeline(lane, timeline, colours, axis);
  legend.replaceChildren(...coloursToLegend(colours));
}

/** Genres of a prediction, the likeliest of the whole track first. */
export function predictionToGenres({ probabilities }: Prediction): string[] {
  const shares = probabilities ?? {};
  return Object.keys(shares).sort((one, other) => (shares[other] ?? 0) - (shares[one] ?? 0));
}

/** A class for each genre that counts somewhere: its place in the models' own order. */
function timelinesToColours(timelines: Timeline[]): Map<string, string> {
  const colours = new Map<string, string>();
  for (const { prediction } of timelines) {
    const order = Object.keys(prediction.probabilities ?? {});
    for (const genre of predictionToGenres(prediction)) {
      const counts = prediction.segments.some(
        ({ probabilities }) => (probabilities?.[genre] ?? 0) >= NAMED_FROM,
      );
      if (counts) colours.set(genre, `genre-${order.indexOf(genre) % 10}`);
    }
  }
  return colours;
}

function coloursToLegend(colours: Map<string, string>): HTMLElement[] {
  const named = [...colours].map(([genre, colour]) => [genreLabel(genre), colour] as const);
  return [...named, [text("other_genres"), "genre-others"] as const].map(([label, colour]) =>
    html("li", {}, html("span", { class: `swatch ${colour}` }), label),
  );
}

function drawTimeline(
  lane: HTMLElement,
  { model, prediction }: Timeline,
  colours: Map<string, string>,
  axis: TimeAxis,
): void {
  const label = text("genres_chart", { model, genre: genreLabel(prediction.genre ?? "") });
  const chart = svg("svg", { preserveAspectRatio: "none", role: "img", "aria-label": label });
  const genres = predictionToGenres(prediction).filter((genre) => colours.has(genre));
  for (const segment of prediction.segments) {
    let below = 0;
    for (const { colour, share } of segmentToAreas(segment, genres, colours)) {
      const [x, width] = [segment.start_s, segment.end_s - segment.start_s];
      chart.append(svg("rect", { class: colour, x, width, y: 1 - below - share, height: share }));
      below += share;
    }
  }
  lane.append(chart);
  axis.follow(() => chart.setAttribute("viewBox", `${axis.start} 0 ${axis.spanS} 1`));
  labelSegments(lane, prediction.segments, axis);
}

/** From the bottom up: the track's likeliest genre first, all without a colour together last. */
function segmentToAreas(
  { probabilities }: Segment,
  genres: string[],
  colours: Map<string, string>,
): Area[] {
  if (!probabilities) return []; // silent
  const areas = genres.map((genre) => ({
    colour: colours.get(genre) ?? "",
    share: probabilities[genre] ?? 0,
  }));
  const named = areas.reduce((sum, { share }) => sum + share, 0);
  return [...areas, { colour: "genre-others", share: Math.max(0, 1 - named) }];
}

/** The leading genre written into each segment that is wide enough. */
function labelSegments(lane: HTMLElement, segments: Segment[], axis: TimeAxis): void {
  const labels = segments.map(({ probabilities }) => {
    const [genre, share] = Object.entries(probabilities ?? {}).reduce(
      (best, one) => (one[1] > best[1] ? one : best),
      ["", 0] as [string, number],
    );
    const words = probabilities ? `${genreLabel(genre)} ${percent(share)}` : text("silent_cell");
    return html("span", { class: "lane-label", "aria-hidden": "true" }, words);
  });
  lane.append(...labels);
  const place = () => {
    const widthPx = lane.clientWidth;
    segments.forEach(({ start_s, end_s }, i) => {
      const left = Math.max(0, axis.timeToShare(start_s));
      const right = Math.min(1, axis.timeToShare(end_s));
      const label = labels[i];
      if (!label) return;
      label.hidden = (right - left) * widthPx < LABEL_PX;
      label.style.left = `${100 * left}%`;
    });
  };
  axis.followWithSize(lane, place);
}
