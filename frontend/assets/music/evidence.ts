// The seconds that decided: marked on the waveform, listed, and played alone.
import { html, part } from "../basic/element";
import { clock, percent } from "../basic/numbers";
import { genreLabel, text } from "../basic/text";
import type { Explanation, Stretch } from "./music_data";
import type { Player } from "./player";

export function showEvidence(music: HTMLElement, explained: Explanation, player: Player): void {
  const title = part(music, "[data-evidence-title]");
  const genre = genreLabel(explained.genre);
  if (!explained.evidence.length) {
    title.textContent = text("no_evidence", { genre });
    return;
  }
  const window = { start: clock(explained.start_s), end: clock(explained.end_s) };
  const isPart = explained.end_s - explained.start_s < player.axis.durationS - 1;
  title.textContent = isPart
    ? text("evidence_title_part", { genre, ...window })
    : text("evidence_title", { genre });
  const inTime = [...explained.evidence].sort((one, other) => one.start_s - other.start_s);
  const items = explained.evidence.map((stretch) => stretchToItem(stretch, player));
  part(music, "[data-evidence-list]").replaceChildren(...items);
  markStretches(part(music, "[data-wave]"), inTime, player);
  hearAll(part<HTMLButtonElement>(music, "[data-evidence]"), inTime, player);
}

/** The button that plays them all, and stops them. */
function hearAll(button: HTMLButtonElement, stretches: Stretch[], player: Player): void {
  const label = part(button, "span");
  player.listen(() => {
    button.disabled = !player.canPlay;
    const isOn = player.isPlaying && player.isChoosing;
    label.textContent = isOn ? text("stop_evidence") : text("hear_evidence");
    button.classList.toggle("is-on", isOn);
  });
  button.addEventListener("click", () => {
    if (player.isPlaying && player.isChoosing) player.pause();
    else player.playSpans(stretches);
  });
}

function stretchToItem(stretch: Stretch, player: Player): HTMLElement {
  const times = { start: clock(stretch.start_s), end: clock(stretch.end_s) };
  const button = html(
    "button",
    { type: "button", class: "music-stretch" },
    html("span", {}, text("stretch", times)),
    html("small", {}, text("stretch_share", { share: percent(stretch.share) })),
  );
  button.addEventListener("click", () => player.playSpans([stretch]));
  player.listen(() => {
    button.disabled = !player.canPlay;
  });
  return html("li", {}, button);
}

function markStretches(place: HTMLElement, stretches: Stretch[], player: Player): void {
  const marks = stretches.map(() => html("span", { class: "music-mark", "aria-hidden": "true" }));
  place.prepend(...marks);
  player.axis.follow(() => {
    stretches.forEach((stretch, i) => {
      const mark = marks[i];
      if (!mark) return;
      const left = Math.max(0, player.axis.timeToShare(stretch.start_s));
      const right = Math.min(1, player.axis.timeToShare(stretch.end_s));
      mark.style.left = `${100 * left}%`;
      mark.style.width = `${100 * Math.max(0, right - left)}%`;
    });
  });
}
