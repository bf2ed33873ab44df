// The play head over all pictures: a slider that is clicked, dragged, and moved by keys.
import { part } from "../basic/element";
import { clock, spokenTime } from "../basic/numbers";
import { text } from "../basic/text";
import type { Played } from "./waveform";

const STEP_S = 5;
const FINGER_PX = 10; // a finger that lies still moves less
const LARGE_STEP = 0.1; // of the song

/** What a play head moves. */
export interface Seekable extends Played {
  seek(timeS: number): void;
  play(): void;
  toggle(): void;
}

export function showPlayHead(seek: HTMLElement, player: Seekable): void {
  const head = part(seek, ".music-head");
  const { axis } = player;
  seek.setAttribute("aria-valuemax", String(Math.round(axis.durationS)));
  const draw = () => {
    const share = axis.timeToShare(player.now);
    head.style.transform = `translateX(${100 * share}%)`; // it is as wide as the pictures
    head.hidden = share < 0 || share > 1;
    const second = String(Math.round(player.now));
    if (seek.getAttribute("aria-valuenow") === second && seek.ariaValueText) return;
    const times = { now: spokenTime(player.now), length: spokenTime(axis.durationS) };
    seek.setAttribute("aria-valuenow", second);
    seek.setAttribute("aria-valuetext", text("position_text", times));
  };
  player.listen(draw);
  axis.follow(draw);
  seekByPointer(seek, player);
  seek.addEventListener("keydown", (event) => seekByKey(event, player));
}

function seekByPointer(seek: HTMLElement, player: Seekable): void {
  let downX: number | null = null; // where a finger has come down and not yet moved along
  const go = (event: PointerEvent) => {
    const box = seek.getBoundingClientRect();
    player.seek(player.axis.shareToTime((event.clientX - box.left) / box.width));
  };
  seek.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    seek.setPointerCapture(event.pointerId);
    downX = event.pointerType === "touch" ? event.clientX : null; // it may be about to scroll
    if (downX === null) go(event);
  });
  seek.addEventListener("pointermove", (event) => {
    if (downX !== null && Math.abs(event.clientX - downX) > FINGER_PX) downX = null;
    if (downX === null && seek.hasPointerCapture(event.pointerId)) go(event);
    const box = seek.getBoundingClientRect();
    seek.title = clock(player.axis.shareToTime((event.clientX - box.left) / box.width));
  });
  seek.addEventListener("pointerup", (event) => {
    if (event.button !== 0) return;
    if (downX !== null) go(event);
    player.play();
  });
}

function seekByKey(event: KeyboardEvent, player: Seekable): void {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const large = LARGE_STEP * player.axis.durationS;
  const goals: Record<string, () => void> = {
    " ": () => player.toggle(),
    ArrowLeft: () => player.seek(player.now - STEP_S),
    ArrowDown: () => player.seek(player.now - STEP_S),
    ArrowRight: () => player.seek(player.now + STEP_S),
    ArrowUp: () => player.seek(player.now + STEP_S),
    PageDown: () => player.seek(player.now - large),
    PageUp: () => player.seek(player.now + large),
    Home: () => player.seek(0),
    End: () => player.seek(player.axis.durationS),
    "+": () => player.axis.zoom(0.5, player.now),
    "-": () => player.axis.zoom(2, player.now),
  };
  const goal = goals[event.key];
  if (!goal) return;
  event.preventDefault();
  goal();
}
