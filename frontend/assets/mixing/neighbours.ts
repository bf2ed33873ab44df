// "Goes with", under the result of a file: those of the reader's own files that mix well with it.

import { html, plainButton } from "../basic/element";
import { percent } from "../basic/numbers";
import { text } from "../basic/text";
import type { Item } from "../queue/queue_item";
import { dataToSound, isNeighbour, soundsToTransition } from "./transition";
import { transitionToWords } from "./transition_words";

const MOST_NEIGHBOURS = 6;

/** What can be done with a neighbour. */
export interface NeighbourActions {
  open(other: Item): void;
  compare(other: Item): void;
}

/** The section. Empty where the file has no sound to go by. */
export function itemToNeighbours(
  { data }: Item,
  others: Item[],
  on: NeighbourActions,
): HTMLElement {
  const section = html("section", { class: "neighbours", "aria-label": text("goes_with") });
  if (!data) return section;
  const sound = dataToSound(data);
  const found = others.flatMap((item) => {
    if (!item.data || item.data === data) return [];
    const other = dataToSound(item.data);
    const between = soundsToTransition(sound, other);
    return isNeighbour(between) ? [{ item, other, between }] : [];
  });
  const best = found.toSorted((one, two) => two.between.fit - one.between.fit);
  const lines = best.slice(0, MOST_NEIGHBOURS).map(({ item, other, between }) => {
    const words = transitionToWords(sound, other, between);
    const alike = text("alike", { percent: percent(between.alike) });
    const facts = html("span", { class: "note" }, `${words} · ${alike}`);
    const opening = plainButton(item.file.name, () => on.open(item));
    const comparing = plainButton(text("compare"), () => on.compare(item));
    comparing.ariaLabel = text("compare_with", { name: item.file.name });
    return html("li", {}, opening, " ", facts, " ", comparing);
  });
  const none = html("p", { class: "note" }, text("goes_with_none"));
  section.append(html("h4", {}, text("goes_with")), lines.length ? html("ul", {}, ...lines) : none);
  return section;
}
