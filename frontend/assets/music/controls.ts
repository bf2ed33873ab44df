// The buttons beside a play head: play and pause with the time, nearer and farther.

import { clock } from "../basic/numbers";
import { text } from "../basic/text";
import type { Seekable } from "./play_head";

/** What a button plays and pauses. */
export interface Playable extends Seekable {
  readonly isPlaying: boolean;
  readonly canPlay: boolean;
}

/** Let a button play and pause, and `now` tell the time. */
export function showPlayButton(play: HTMLButtonElement, now: HTMLElement, player: Playable): void {
  play.addEventListener("click", () => player.toggle());
  player.listen(() => {
    play.ariaLabel = player.isPlaying ? text("pause") : text("play");
    play.classList.toggle("is-on", player.isPlaying);
    play.disabled = !player.canPlay;
    now.textContent = clock(player.now);
  });
}

/** Let two buttons show half or twice as much of the time. */
export function showZoom(
  closer: HTMLButtonElement,
  out: HTMLButtonElement,
  player: Playable,
): void {
  const { axis } = player;
  closer.addEventListener("click", () => axis.zoom(0.5, player.now));
  out.addEventListener("click", () => axis.zoom(2, player.now));
  axis.follow(() => out.setAttribute("aria-disabled", String(axis.isWhole)));
}
