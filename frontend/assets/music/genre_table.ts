// Genres over time as tables, for those who would rather read than look.
import { html } from "../basic/element";
import { clock, percent } from "../basic/numbers";
import { genreLabel, text } from "../basic/text";
import { predictionToGenres, type Timeline } from "./genre_timeline";

export function drawGenreTables(place: HTMLElement, timelines: Timeline[]): void {
  place.replaceChildren(...timelines.map(timelineToTable));
}

function timelineToTable({ model, prediction }: Timeline): HTMLElement {
  const genres = predictionToGenres(prediction);
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
    html("caption", {}, model),
    html("thead", {}, html("tr", {}, ...heads.map((head) => html("th", { scope: "col" }, head)))),
    html("tbody", {}, ...rows),
  );
}
