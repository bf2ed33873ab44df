// Genres over time: for each model stacked areas, one step for each segment, and a table.
import { html, part, svg } from "./element";
import { clock, percent } from "./numbers";
import { isProblem, type Prediction, type ResultBody } from "./result_data";
import { genreLabel, text } from "./text";
import type { TimeAxis } from "./time_axis";

const IN_LEGEND = 0.1; // probability that a genre needs somewhere to be named there

interface Timeline {
  name: string;
  prediction: Prediction;
}

/** Draw every model that answered; the one with a place in the template. */
export function drawGenres(music: HTMLElement, body: ResultBody, axis: TimeAxis): void {
  const timelines = [...music.querySelectorAll<HTMLElement>("[data-genres]")].flatMap((lane) => {
    const answer = lane.dataset.genres === "svm" ? body.svm : body.vgg19;
    if (!answer || isProblem(answer)) return [];
    const timeline = { name: part(lane, ".lane-name").textContent ?? "", prediction: answer };
    drawTimeline(lane, timeline, axis);
    return [timeline];
  });
  part(music, "[data-legend]").replaceChildren(...timelinesToLegend(timelines));
  part(music, "[data-table]").replaceChildren(...timelines.map(timelineToTable));
}

function drawTimeline(lane: HTMLElement, { name, prediction }: Timeline, axis: TimeAxis): void {
  const genres = genresOf(prediction);
  const label = text("genres_chart", { model: name, genre: genreLabel(prediction.genre ?? "") });
  const chart = svg("svg", { preserveAspectRatio: "none", role: "img", "aria-label": label });
  for (const segment of prediction.segments) {
    const { probabilities } = segment;
    if (!probabilities) continue; // silent
    let top = 0;
    for (const genre of genres) {
      const share = probabilities[genre] ?? 0;
      chart.append(
        svg("rect", {
          class: `genre-${genreNumber(prediction, genre)}`,
          x: segment.start_s,
          y: 1 - top - share,
          width: segment.end_s - segment.start_s,
          height: share,
        }),
      );
      top += share;
    }
  }
  lane.append(chart);
  axis.follow(() => chart.setAttribute("viewBox", `${axis.start} 0 ${axis.spanS} 1`));
}

/** From the likeliest of the whole track, so that an area goes on from segment to segment. */
function genresOf({ probabilities }: Prediction): string[] {
  const shares = probabilities ?? {};
  return Object.keys(shares).sort((one, other) => (shares[other] ?? 0) - (shares[one] ?? 0));
}

/** A genre's colour: its place in the model's own order, which is the same for both. */
function genreNumber({ probabilities }: Prediction, genre: string): number {
  return Object.keys(probabilities ?? {}).indexOf(genre) % 10;
}

function timelinesToLegend(timelines: Timeline[]): HTMLElement[] {
  const named = new Map<string, number>();
  for (const { prediction } of timelines) {
    for (const genre of genresOf(prediction)) {
      const most = Math.max(...prediction.segments.map((one) => one.probabilities?.[genre] ?? 0));
      if (most >= IN_LEGEND) named.set(genre, genreNumber(prediction, genre));
    }
  }
  return [...named].map(([genre, number]) =>
    html("li", {}, html("span", { class: `swatch genre-${number}` }), genreLabel(genre)),
  );
}

function timelineToTable({ name, prediction }: Timeline): HTMLElement {
  const genres = genresOf(prediction);
  const heads = [text("from_to"), ...genres.map(genreLabel)];
  const rows = prediction.segments.map(({ start_s, end_s, probabilities }) => {
    const times = text("stretch", { start: clock(start_s), end: clock(end_s) });
    const cells = genres.map((genre) =>
      html("td", {}, probabilities ? percent(probabilities[genre] ?? 0) : text("silent_cell")),
    );
    return html("tr", {}, html("th", { scope: "row" }, times), ...cells);
  });
  return html(
    "table",
    {},
    html("caption", {}, name),
    html("thead", {}, html("tr", {}, ...heads.map((head) => html("th", { scope: "col" }, head)))),
    html("tbody", {}, ...rows),
  );
}
